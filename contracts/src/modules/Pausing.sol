// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PauseBits, PauseClock} from "../libraries/PauseClock.sol";
import {Parameters} from "./Parameters.sol";

/// @title The pause mask and the slash clock
/// @dev A pause never keeps anyone from claiming matured stake, a bond or the treasury's due, nor from withdrawing a slash.
abstract contract Pausing is Parameters {
    using PauseClock for PauseClock.State;

    function pause(uint8 bits) external onlyRole(PAUSER) {
        uint8 mask = _pauseState.maskAt(_now());
        if (bits == 0 || bits & ~PauseBits.ALL != 0 || bits & mask != 0) revert InvalidPauseBits(bits, mask);
        _setMask(mask | bits);
    }

    function unpause(uint8 bits) external onlyRole(GOVERNANCE) {
        uint8 mask = _pauseState.maskAt(_now());
        if (bits == 0 || bits & ~mask != 0) revert InvalidPauseBits(bits, mask);
        _setMask(mask & ~bits);
    }

    function slashClock() external view returns (uint64) {
        return _clock();
    }

    function pauseMask() external view returns (uint8 mask, uint64 expiresAt) {
        mask = _pauseState.maskAt(_now());
        if (mask != 0) expiresAt = _pauseState.expiresAt;
    }

    function _setMask(uint8 mask) private {
        PauseClock.State memory next = _pauseState.changed(mask, _now());
        _pauseState = next;
        emit PauseMaskChanged(msg.sender, next.mask, next.expiresAt, next.clockStoppedAt, next.pausedSeconds);
    }
}
