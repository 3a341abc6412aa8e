// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {PauseBits} from "../libraries/PauseClock.sol";
import {Roles} from "../libraries/Roles.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {Stake} from "../libraries/Stake.sol";
import {SlashExecution} from "./SlashExecution.sol";

/// @title Proposing a slash: what is claimed, how much, and what it reserves
abstract contract SlashProposals is SlashExecution, AccessControl {
    function proposeSlash(ProposeArgs calldata args) external onlyRole(Roles.SLASH_PROPOSER) returns (uint256 slashId) {
        if (args.violationType == ViolationType.None || args.violationType == ViolationType.Governance) {
            revert InvalidViolationType();
        }
        if (args.severity == Severity.None) revert InvalidSeverity();
        slashId = ++_lastSlashId;
        _propose(slashId, args, false);
    }

    function slash(address operator, uint256 amount, string memory reason) external onlyRole(Roles.GOVERNANCE) {
        uint256 slashId = ++_lastSlashId;
        ProposeArgs memory args;
        args.operator = operator;
        args.violationType = ViolationType.Governance;
        args.value = amount;
        args.faultStart = _now();
        args.faultEnd = _now();
        args.incidentKey = keccak256(abi.encode(block.chainid, address(this), slashId));
        args.evidenceHash = keccak256(bytes(reason));
        args.reason = reason;
        _propose(slashId, args, true);
        if (_slashParams.disputeWindow == 0) _execute(slashId, _slashes[slashId]);
    }

    function _propose(uint256 slashId, ProposeArgs memory args, bool byGovernance) private {
        _requireRunning(PauseBits.SLASHING);
        Operator storage op = _registered(args.operator);
        _claimIncident(op, args, byGovernance);

        SlashTerms memory terms;
        terms.violationType = args.violationType;
        _size(op, args, terms);
        terms.severity = byGovernance ? SlashMath.severityOf(terms.bps) : args.severity;
        terms.faultStart = args.faultStart;
        terms.faultEnd = args.faultEnd;
        terms.incidentKey = args.incidentKey;
        terms.evidenceHash = args.evidenceHash;
        terms.approved = byGovernance;
        _snapshotParams(terms);

        Slash storage s = _slashes[slashId];
        s.operator = args.operator;
        s.proposer = msg.sender;
        s.state = SlashState.Proposed;
        s.terms = terms;
        emit SlashProposed(slashId, args.operator, msg.sender, terms, args.reason, args.evidenceURI, _nextSeq(op));
    }

    /// @dev One incident, one slash, for ever; and no two proposals for one kind of violation within the cooldown.
    /// Governance's key is unique by its slash id, and a proposer that used it before must not keep governance from slashing.
    function _claimIncident(Operator storage op, ProposeArgs memory args, bool byGovernance) private {
        if (args.evidenceHash == 0) revert EvidenceMissing();
        bool used = _incidentUsed[args.incidentKey] && !byGovernance;
        if (args.incidentKey == 0 || used) revert InvalidIncident(args.incidentKey);
        if (args.faultStart == 0 || args.faultStart > args.faultEnd || args.faultEnd > _now()) {
            revert InvalidFaultWindow();
        }
        uint64 last = op.lastProposedAt[args.violationType];
        if (last != 0 && _now() < last + _slashParams.cooldown) revert CooldownRunning(last + _slashParams.cooldown);
        _incidentUsed[args.incidentKey] = true;
        op.lastProposedAt[args.violationType] = _now();
    }

    /// @dev Basis points of what is staked and unbonding now, tested against both caps, then units of each asset.
    function _size(Operator storage op, ProposeArgs memory args, SlashTerms memory terms) private {
        if ((args.bps == 0) == (args.value == 0)) revert InvalidSlashSize();
        uint256[ASSETS] memory totals;
        for (uint256 a; a < ASSETS; ++a) {
            totals[a] = uint256(op.pools[a].active) + op.pools[a].unbonding;
            terms.ratesE18[a] = _rates[a].rateE18;
            terms.snapshotValue += Stake.valueOf(totals[a], terms.ratesE18[a]);
        }
        uint256 snapshot = terms.snapshotValue;
        if (snapshot == 0) revert NothingToSlash();
        if (args.value > snapshot) revert SlashTooLarge(SlashMath.BPS);
        uint256 bps = args.value == 0 ? args.bps : SlashMath.bpsUp(args.value, snapshot);
        if (bps > SlashMath.MAX_BPS) revert SlashTooLarge(bps);
        uint256 used = _executedBps(op) + op.liveBps;
        if (used + bps > SlashMath.MAX_BPS) revert RollingCapExceeded(used);
        op.liveBps += uint16(bps);
        terms.bps = uint16(bps);

        (uint256 numerator, uint256 denominator) = args.value == 0 ? (bps, SlashMath.BPS) : (args.value, snapshot);
        for (uint256 a; a < ASSETS; ++a) {
            uint256 locked = op.pools[a].locked;
            uint256 units = SlashMath.share(totals[a], numerator, denominator);
            if (units > totals[a] - locked) units = totals[a] - locked;
            op.pools[a].locked = uint96(locked + units);
            terms.units[a] = units;
            terms.lockedAfter[a] = locked + units;
            terms.value += Stake.valueOf(units, terms.ratesE18[a]);
        }
        if (terms.units[0] == 0 && terms.units[1] == 0) revert NothingToSlash();
    }

    function _snapshotParams(SlashTerms memory terms) private view {
        SlashParams memory params = _slashParams;
        terms.disputeUntil = _clock() + params.disputeWindow;
        terms.executeBy = terms.disputeUntil + params.executionWindow;
        terms.resolutionWindow = params.resolutionWindow;
        terms.executionWindow = params.executionWindow;
        terms.cooldown = params.cooldown;
        terms.largeSlashBps = params.largeSlashBps;
        terms.disputeBond = params.disputeBond;
    }
}
