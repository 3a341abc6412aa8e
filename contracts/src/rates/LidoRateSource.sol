// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRateSource} from "../interfaces/IRateSource.sol";
import {IStETH} from "../interfaces/ILido.sol";

/// @title wstETH's rate where stETH itself lives
/// @dev Lido's own accounting, true at every block; there is no round that could be late.
contract LidoRateSource is IRateSource {
    IStETH public immutable stETH;

    error NoCode(address target);

    constructor(IStETH stETH_) {
        if (address(stETH_).code.length == 0) revert NoCode(address(stETH_));
        stETH = stETH_;
    }

    /// @inheritdoc IRateSource
    function latestRate() external view returns (uint256 rateE18, uint64 updatedAt) {
        return (stETH.getPooledEthByShares(1e18), uint64(block.timestamp));
    }
}
