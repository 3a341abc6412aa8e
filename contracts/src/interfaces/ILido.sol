// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title What is used of stETH
interface IStETH is IERC20 {
    /// @notice The ETH that `sharesAmount` shares stand for; one wstETH is one share.
    function getPooledEthByShares(uint256 sharesAmount) external view returns (uint256);
}

/// @title What is used of wstETH on the chain that has stETH
interface IWstETH is IERC20 {
    function wrap(uint256 stETHAmount) external returns (uint256 wstETHAmount);
}
