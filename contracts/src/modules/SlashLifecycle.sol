// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PauseBits} from "../libraries/PauseClock.sol";
import {Roles} from "../libraries/Roles.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {Stake} from "../libraries/Stake.sol";
import {SlashProposals} from "./SlashProposals.sol";

/// @title What happens to a slash between its proposal and its end
/// @dev All deadlines here are on the slash clock and belong to the window they close.
abstract contract SlashLifecycle is SlashProposals {
    function approveSlash(uint256 slashId) external onlyRole(Roles.GOVERNANCE) {
        _requireRunning(PauseBits.SLASHING);
        Slash storage s = _live(slashId);
        if (s.terms.approved || !_isLarge(s)) revert ApprovalNotNeeded(slashId);
        if (_clock() > s.terms.executeBy) revert WindowClosed(s.terms.executeBy);
        s.terms.approved = true;
        emit SlashApproved(slashId, s.operator, msg.sender, _nextSeq(_operators[s.operator]));
    }

    function disputeSlash(uint256 slashId, bytes32 evidenceHash, string calldata uri) external payable {
        _requireRunning(PauseBits.DISPUTES);
        Slash storage s = _slashes[slashId];
        if (s.state != SlashState.Proposed) revert WrongSlashState(slashId, s.state);
        address operator = s.operator;
        _requireOperatorOrManager(operator);
        uint64 clock = _clock();
        if (clock > s.terms.disputeUntil) revert WindowClosed(s.terms.disputeUntil);
        if (msg.value != s.terms.disputeBond) revert WrongBond(s.terms.disputeBond);
        if (evidenceHash == 0) revert EvidenceMissing();
        s.state = SlashState.Disputed;
        s.disputer = msg.sender;
        s.bond = msg.value;
        s.resolveBy = clock + s.terms.resolutionWindow;
        s.terms.executeBy = s.resolveBy + s.terms.executionWindow;
        emit SlashDisputed(
            slashId,
            operator,
            msg.sender,
            msg.value,
            evidenceHash,
            uri,
            s.resolveBy,
            s.terms.executeBy,
            _nextSeq(_operators[operator])
        );
    }

    function resolveDispute(uint256 slashId, DisputeOutcome outcome, uint16 newBps, string calldata reason)
        external
        onlyRole(Roles.DISPUTE_RESOLVER)
    {
        _requireRunning(PauseBits.DISPUTES);
        Slash storage s = _slashes[slashId];
        if (s.state != SlashState.Disputed) revert WrongSlashState(slashId, s.state);
        if (msg.sender == s.proposer || _isOperatorOrManager(s.operator)) revert ResolverIsParty();
        uint64 clock = _clock();
        if (clock > s.resolveBy) revert WindowClosed(s.resolveBy);
        if (outcome == DisputeOutcome.None) revert InvalidOutcome();
        bool reduced = outcome == DisputeOutcome.Reduced;
        if (reduced ? newBps == 0 || newBps >= s.terms.bps : newBps != 0) revert InvalidReduction(newBps);

        if (outcome == DisputeOutcome.Overturned) {
            s.state = SlashState.Cancelled;
            uint256[2] memory none;
            _emitResolved(slashId, s, outcome, 0, none, _release(_operators[s.operator], s.terms), reason);
        } else {
            s.state = SlashState.Upheld;
            s.terms.executeBy = clock + s.terms.executionWindow;
            Operator storage op = _operators[s.operator];
            uint256[2] memory lockedAfter = reduced ? _reduce(op, s.terms, newBps) : _locked(op);
            _emitResolved(slashId, s, outcome, s.terms.bps, s.terms.units, lockedAfter, reason);
        }
        _settleBond(slashId, s, outcome != DisputeOutcome.Overturned);
    }

    function executeSlash(uint256 slashId) external {
        _requireRunning(PauseBits.SLASHING);
        Slash storage s = _live(slashId);
        uint64 clock = _clock();
        if (s.state == SlashState.Proposed && clock <= s.terms.disputeUntil) revert WindowOpen(s.terms.disputeUntil);
        if (s.state == SlashState.Disputed && clock <= s.resolveBy) revert WindowOpen(s.resolveBy);
        if (clock > s.terms.executeBy) revert WindowClosed(s.terms.executeBy);
        if (_isLarge(s) && !s.terms.approved) revert ApprovalNeeded(slashId);
        _execute(slashId, s);
    }

    /// @dev Not after a resolver upheld it: then it is not the proposer's any more.
    function cancelSlash(uint256 slashId, string calldata reason) external {
        Slash storage s = _live(slashId);
        if (s.state == SlashState.Upheld) revert WrongSlashState(slashId, s.state);
        bool isProposer = msg.sender == s.proposer && hasRole(Roles.SLASH_PROPOSER, msg.sender);
        if (!isProposer && !hasRole(Roles.GOVERNANCE, msg.sender)) revert NotAuthorized();
        Operator storage op = _operators[s.operator];
        s.state = SlashState.Cancelled;
        uint256[2] memory lockedAfter = _release(op, s.terms);
        emit SlashCancelled(slashId, s.operator, msg.sender, reason, lockedAfter, _nextSeq(op));
        _settleBond(slashId, s, false);
    }

    function expireSlash(uint256 slashId) external {
        Slash storage s = _live(slashId);
        if (_clock() <= s.terms.executeBy) revert WindowOpen(s.terms.executeBy);
        Operator storage op = _operators[s.operator];
        s.state = SlashState.Expired;
        uint256[2] memory lockedAfter = _release(op, s.terms);
        emit SlashExpired(slashId, s.operator, lockedAfter, _nextSeq(op));
        _settleBond(slashId, s, false);
    }

    function _emitResolved(
        uint256 slashId,
        Slash storage s,
        DisputeOutcome outcome,
        uint16 bpsAfter,
        uint256[2] memory units,
        uint256[2] memory lockedAfter,
        string calldata reason
    ) private {
        address operator = s.operator;
        uint64 seq = _nextSeq(_operators[operator]);
        uint64 executeBy = s.terms.executeBy;
        emit SlashResolved(slashId, operator, msg.sender, outcome, bpsAfter, units, lockedAfter, executeBy, reason, seq);
    }

    function _isLarge(Slash storage s) private view returns (bool) {
        return s.terms.bps > s.terms.largeSlashBps;
    }

    function _locked(Operator storage op) private view returns (uint256[2] memory) {
        return [uint256(op.pools[0].locked), op.pools[1].locked];
    }

    function _reduce(Operator storage op, SlashTerms storage terms, uint16 newBps)
        private
        returns (uint256[2] memory lockedAfter)
    {
        uint16 oldBps = terms.bps;
        uint256 value;
        uint256 kept;
        for (uint256 a; a < ASSETS; ++a) {
            uint256 units = SlashMath.share(terms.units[a], newBps, oldBps);
            op.pools[a].locked -= uint96(terms.units[a] - units);
            lockedAfter[a] = op.pools[a].locked;
            terms.units[a] = units;
            value += Stake.valueOf(units, terms.ratesE18[a]);
            kept += units;
        }
        if (kept == 0) revert NothingToSlash();
        op.liveBps -= oldBps - newBps;
        terms.bps = newBps;
        terms.value = value;
    }
}
