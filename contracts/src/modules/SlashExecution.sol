// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {UnbondingMath} from "../libraries/UnbondingMath.sol";
import {Status} from "./Status.sol";

/// @title What a slash reserves, releases and takes
abstract contract SlashExecution is Status {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev Proposed, Disputed or Upheld; anything else is over, or never was.
    function _live(uint256 slashId) internal view returns (Slash storage s) {
        s = _slashes[slashId];
        SlashState state = s.state;
        if (state != SlashState.Proposed && state != SlashState.Disputed && state != SlashState.Upheld) {
            revert WrongSlashState(slashId, state);
        }
    }

    /// @dev A slash stops being live: what it reserved is free again and no longer counts as live.
    function _release(Operator storage op, SlashTerms storage terms) internal returns (uint256[2] memory lockedAfter) {
        op.liveBps -= terms.bps;
        for (uint256 a; a < ASSETS; ++a) {
            op.pools[a].locked -= uint96(terms.units[a]);
            lockedAfter[a] = op.pools[a].locked;
        }
    }

    function _settleBond(uint256 slashId, Slash storage s, bool forfeited) internal {
        uint256 amount = s.bond;
        if (amount == 0) return;
        s.bond = 0;
        address to = forfeited ? _treasury : s.disputer;
        if (forfeited) _treasuryOwed[0] += amount;
        else _bonds[to] += amount;
        emit BondSettled(slashId, to, amount, forfeited);
    }

    /// @dev The caller has checked that it is time and that the slash is approved.
    function _execute(uint256 slashId, Slash storage s) internal {
        address operator = s.operator;
        Operator storage op = _operators[operator];
        _settleFirst(operator, op);
        s.state = SlashState.Executed;
        _settleBond(slashId, s, false);
        op.executedBps.push(uint48(block.timestamp), op.executedBps.latest() + s.terms.bps);
        _release(op, s.terms);

        SlashExecution memory e;
        e.executor = msg.sender;
        e.recipient = _treasury;
        e.cumulativeBpsAfter = _executedBps(op);
        e.slashedUntil = _extendSlashed(op, s.terms);
        for (uint256 a; a < ASSETS; ++a) {
            uint256 units = s.terms.units[a];
            if (units == 0) continue;
            _treasuryOwed[a] += units;
            _take(op.pools[a], units, e);
            e.rateE18 = _rates[a].rateE18;
            emit SlashExecuted(slashId, operator, Asset(a), e, _nextSeq(op));
        }
        _settle(operator, op, StatusCause.Slash, slashId);
    }

    function _extendSlashed(Operator storage op, SlashTerms storage terms) private returns (uint64 until) {
        until = _now() + terms.cooldown;
        if (op.slashedUntil > until) until = op.slashedUntil;
        op.slashedUntil = until;
    }

    /// @dev An epoch ends when nothing unbonds any more, or when the factor has lost its digits; then the dust that is
    /// left goes back to active, where the operator can ask for it again.
    function _take(Pool storage stored, uint256 units, SlashExecution memory e) private {
        Pool memory pool = stored;
        (e.fromActive, e.fromUnbonding) = SlashMath.split(units, pool.active, pool.unbonding);
        pool.active -= uint96(e.fromActive);
        if (e.fromUnbonding != 0) {
            pool.factor = uint96(UnbondingMath.lowered(pool.factor, pool.unbonding, e.fromUnbonding));
            pool.unbonding -= uint96(e.fromUnbonding);
            if (pool.factor < UnbondingMath.FACTOR_MIN) {
                pool.active += pool.unbonding;
                pool.unbonding = 0;
                pool.factor = uint96(UnbondingMath.FACTOR_ONE);
                pool.openRequests = 0;
                ++pool.epoch;
            }
        }
        e.activeAfter = pool.active;
        e.unbondingAfter = pool.unbonding;
        e.lockedAfter = pool.locked;
        e.factorAfter = pool.factor;
        e.epochAfter = pool.epoch;
        stored.active = pool.active;
        stored.unbonding = pool.unbonding;
        stored.epoch = pool.epoch;
        stored.factor = pool.factor;
        stored.openRequests = pool.openRequests;
    }
}
