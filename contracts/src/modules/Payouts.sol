// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Staking} from "./Staking.sol";

/// @title What slashes owe: bonds to disputers, slashed units to the treasury
/// @dev Both are pulled, so that nobody's refusal to be paid can hold up a slash.
abstract contract Payouts is Staking {
    function claimBond() external nonReentrant {
        uint256 amount = _bonds[msg.sender];
        if (amount == 0) revert NothingToClaim();
        _bonds[msg.sender] = 0;
        emit BondClaimed(msg.sender, amount);
        _pay(Asset.ETH, msg.sender, amount);
    }

    function claimTreasury(Asset asset) external nonReentrant {
        if (msg.sender != _treasury) revert NotAuthorized();
        uint256 units = _treasuryOwed[uint256(asset)];
        if (units == 0) revert NothingToClaim();
        _treasuryOwed[uint256(asset)] = 0;
        emit TreasuryClaimed(msg.sender, asset, units);
        _pay(asset, msg.sender, units);
    }

    function bondOf(address account) external view returns (uint256) {
        return _bonds[account];
    }

    function treasuryOwed(Asset asset) external view returns (uint256) {
        return _treasuryOwed[uint256(asset)];
    }
}
