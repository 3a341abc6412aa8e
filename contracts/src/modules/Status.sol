// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Stake} from "../libraries/Stake.sol";
import {RegistryStorage} from "./RegistryStorage.sol";

/// @title Operator status, derived from stake, recorded rate and clock
/// @dev Time and rates change it without a transaction. Every call that changes stake therefore settles it twice: before,
/// so that a recovery that has come to pass is not undone by what follows, and after.
abstract contract Status is RegistryStorage {
    /// @dev Emits iff the status differs from the one last emitted. Any change to another status than Slashed forgets
    /// a `slashedUntil` that has passed: leaving the registry and coming back is no way around the cooldown, nor its memory.
    function _settle(address operator, Operator storage op, StatusCause cause, uint256 causeId) internal {
        OperatorStatus from = op.status;
        OperatorStatus to = _statusOf(op);
        if (from == to) return;
        if (to != OperatorStatus.Slashed && _now() > op.slashedUntil) op.slashedUntil = 0;
        op.status = to;
        emit OperatorStatusChanged(operator, from, to, cause, causeId, _nextSeq(op));
    }

    /// @dev Before a change: what time and rates alone have made of the status.
    function _settleFirst(address operator, Operator storage op) internal {
        _settle(operator, op, StatusCause.Sync, 0);
    }

    function _stakeValue(Operator storage op) internal view returns (uint256 value) {
        for (uint256 a; a < ASSETS; ++a) {
            value += Stake.valueOf(op.pools[a].active, _rates[a].rateE18);
        }
    }

    function _hasActive(Operator storage op) internal view returns (bool) {
        return op.pools[0].active != 0 || op.pools[1].active != 0;
    }

    function _statusOf(Operator storage op) internal view returns (OperatorStatus) {
        if (op.registeredAt == 0) return OperatorStatus.None;
        bool hasActive = _hasActive(op);
        bool hasUnbonding = op.pools[0].unbonding != 0 || op.pools[1].unbonding != 0;
        if (!hasActive && !hasUnbonding) return OperatorStatus.Inactive;
        uint256 required = op.minStake > _minStake ? op.minStake : _minStake;
        bool funded = _stakeValue(op) >= required;
        uint64 slashedUntil = op.slashedUntil;
        if (slashedUntil != 0 && !(funded && _now() > slashedUntil)) return OperatorStatus.Slashed;
        if (!hasActive) return OperatorStatus.Leaving;
        return funded ? OperatorStatus.Active : OperatorStatus.Inactive;
    }
}
