// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IDINRegistryTypes} from "../interfaces/IDINRegistryTypes.sol";
import {PauseClock} from "../libraries/PauseClock.sol";
import {SlashMath} from "../libraries/SlashMath.sol";

/// @title All the state the registry has of its own
/// @dev {DINRegistry} and {SlashingExtension} run over the same storage, so all of it is declared here, once, and every
/// contract inherits this before OpenZeppelin's AccessControl. Nothing else in this project declares a state variable.
abstract contract RegistryStorage is IDINRegistryTypes {
    using Checkpoints for Checkpoints.Trace208;
    using PauseClock for PauseClock.State;

    uint256 internal constant ASSETS = 2;

    /// @dev One operator's stake in one asset, in two slots. {Stake-MAX_UNITS} bounds active + unbonding.
    struct Pool {
        uint96 active;
        uint96 unbonding;
        uint64 epoch; // counts how often the factor was started anew
        uint96 locked; // units reserved by live slashes, ≤ active + unbonding
        uint96 factor;
        uint64 openRequests; // of this epoch
    }

    struct Operator {
        uint64 registeredAt; // 0 before registration
        uint64 slashedUntil; // not 0 exactly while `status` is Slashed
        uint64 seq;
        OperatorStatus status; // as last emitted
        bool everStaked;
        uint64 scoreWindowEnd;
        uint16 score;
        uint16 liveBps; // of all live slashes
        uint256 minStake;
        string metadataURI;
        Pool[ASSETS] pools;
        Checkpoints.Trace208 executedBps; // running total by time of execution
        mapping(address manager => bool) managers;
        mapping(ViolationType => uint64) lastProposedAt;
    }

    mapping(address operator => Operator) internal _operators;
    mapping(uint256 requestId => UnstakeRequest) internal _requests;
    mapping(uint256 slashId => Slash) internal _slashes;
    mapping(bytes32 incidentKey => bool) internal _incidentUsed;
    mapping(address account => uint256) internal _bonds;

    /// @dev Owed to the treasury: slashed units, and forfeited bonds under ETH.
    uint256[ASSETS] internal _treasuryOwed;

    RateInfo[ASSETS] internal _rates;
    PauseClock.State internal _pauseState;
    SlashParams internal _slashParams;
    uint256 internal _minStake;
    uint256 internal _lastRequestId;
    uint256 internal _lastSlashId;
    address internal _treasury;
    uint64 internal _unstakeDelay;

    function _registered(address operator) internal view returns (Operator storage op) {
        op = _operators[operator];
        if (op.registeredAt == 0) revert NotRegistered(operator);
    }

    function _isOperatorOrManager(address operator) internal view returns (bool) {
        return msg.sender == operator || _operators[operator].managers[msg.sender];
    }

    function _requireOperatorOrManager(address operator) internal view {
        if (!_isOperatorOrManager(operator)) revert NotAuthorized();
    }

    function _nextSeq(Operator storage op) internal returns (uint64) {
        return ++op.seq;
    }

    function _now() internal view returns (uint64) {
        return uint64(block.timestamp);
    }

    /// @dev Now, less the time slashing or disputes were paused.
    function _clock() internal view returns (uint64) {
        return _pauseState.readAt(_now());
    }

    function _requireRunning(uint8 bit) internal view {
        if (_pauseState.maskAt(_now()) & bit != 0) revert Paused(bit);
    }

    /// @dev Basis points executed over the rolling 30 days; what is exactly 30 days old counts no more.
    function _executedBps(Operator storage op) internal view returns (uint256) {
        uint48 before = uint48(block.timestamp - SlashMath.CAP_PERIOD);
        return op.executedBps.latest() - op.executedBps.upperLookup(before);
    }
}
