// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice stETH for tests: shares underneath, so that transfers lose a wei to rounding as the real one does.
contract MockStETH is ERC20("Mock stETH", "stETH") {
    uint256 public pooledPerShareE18 = 1.2e18;
    mapping(address => uint256) public sharesOf;

    function mint(address to, uint256 amount) external {
        sharesOf[to] += (amount * 1e18) / pooledPerShareE18 + 1;
    }

    function setPooledPerShare(uint256 pooledPerShareE18_) external {
        pooledPerShareE18 = pooledPerShareE18_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return getPooledEthByShares(sharesOf[account]);
    }

    function getPooledEthByShares(uint256 shares) public view returns (uint256) {
        return (shares * pooledPerShareE18) / 1e18;
    }

    function _update(address from, address to, uint256 amount) internal override {
        uint256 shares = (amount * 1e18) / pooledPerShareE18;
        sharesOf[from] -= shares;
        sharesOf[to] += shares;
    }
}

/// @notice wstETH for tests and the devnet: anyone may mint it, and it wraps a {MockStETH} if it was given one.
contract MockWstETH is ERC20("Mock wstETH", "wstETH") {
    MockStETH public immutable stETH;
    uint256 public stEthPerToken = 1.2e18;

    constructor(address stETH_) {
        stETH = MockStETH(stETH_);
    }

    function mint(address to, uint256 units) external {
        _mint(to, units);
    }

    function setStEthPerToken(uint256 stEthPerToken_) external {
        stEthPerToken = stEthPerToken_;
    }

    function wrap(uint256 amount) external returns (uint256 units) {
        units = (amount * 1e18) / stETH.pooledPerShareE18();
        stETH.transferFrom(msg.sender, address(this), amount);
        _mint(msg.sender, units);
    }
}
