// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDINRegistry} from "../../src/interfaces/IDINRegistry.sol";
import {IDINRegistryTypes} from "../../src/interfaces/IDINRegistryTypes.sol";
import {vm, Vm} from "../support/Vm.sol";

/// @title What the handler remembers, and what it checks after every call
abstract contract Ledger is IDINRegistryTypes {
    IDINRegistry public immutable registry;

    address[] public operators;
    address[] public managers;
    bytes32[] internal usedIncidents;
    uint256 internal requestCount;
    uint256 internal slashCount;
    /// @dev Kept so that no check has to walk through all that is over.
    uint256[] private openRequestIds;
    uint256[] private liveSlashIds;
    mapping(uint256 slashId => uint256[2]) internal snapshots;

    uint256 public ethIn;
    uint256 public ethOut;
    uint256 public ethDonated;
    uint256 public wstIn;
    uint256 public wstOut;
    uint256 public wstDonated;

    uint256 public calls;
    uint256 public skips;
    uint256 public successes;
    uint256 public refusals;
    uint256 public expectedRefusals;

    /// @dev The first rule seen broken; empty while all hold.
    string public broken;

    mapping(address operator => uint64) public seqSeen;
    mapping(address operator => OperatorStatus) public statusSeen;
    mapping(address operator => uint256[2]) private activeSeen;
    mapping(address operator => uint256[2]) private unbondingSeen;
    uint64 internal clockBefore;

    constructor(IDINRegistry registry_) {
        registry = registry_;
    }

    /// @dev The slash clock may stand still from one call to the next, never run backwards.
    modifier counted() {
        ++calls;
        uint64 clock = registry.slashClock();
        if (clock < clockBefore) _broken("the slash clock ran backwards");
        clockBefore = clock;
        _;
    }

    function stakeSeen(address operator, uint256 asset) external view returns (uint256 active, uint256 unbonding) {
        return (activeSeen[operator][asset], unbondingSeen[operator][asset]);
    }

    function _as(address sender, bytes memory call_, uint256 value) internal returns (bool ok) {
        vm.recordLogs();
        vm.prank(sender);
        bytes memory answer;
        (ok, answer) = address(registry).call{value: value}(call_);
        if (ok) {
            ++successes;
            _readLogs();
        } else {
            ++refusals;
            if (answer.length < 4 || bytes4(answer) == bytes4(keccak256("Panic(uint256)"))) {
                _broken("refused without a name");
            }
        }
    }

    /// @dev Reads the events as an indexer would: `seq` must count on by one, and the facts must add up to the views.
    function _readLogs() private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(registry)) continue;
            (uint256 topic, uint256 seqWord) = _shape(logs[i].topics[0]);
            if (topic == 0) continue;
            address operator = address(uint160(uint256(logs[i].topics[topic])));
            uint64 seq = uint64(_word(logs[i].data, seqWord));
            if (seq != ++seqSeen[operator]) _broken("seq has a gap");
            _fold(operator, logs[i]);
        }
    }

    function _fold(address operator, Vm.Log memory log) private {
        bytes32 name = log.topics[0];
        bytes memory data = log.data;
        if (name == OperatorStatusChanged.selector) {
            if (OperatorStatus(_word(data, 0)) != statusSeen[operator]) _broken("status changed from another");
            statusSeen[operator] = OperatorStatus(_word(data, 1));
        } else if (name == Staked.selector) {
            activeSeen[operator][_word(data, 0)] = _word(data, 4);
        } else if (name == UnstakeRequested.selector) {
            activeSeen[operator][_word(data, 1)] = _word(data, 6);
            unbondingSeen[operator][_word(data, 1)] = _word(data, 7);
        } else if (name == UnstakeCancelled.selector) {
            activeSeen[operator][_word(data, 0)] = _word(data, 3);
            unbondingSeen[operator][_word(data, 0)] = _word(data, 4);
        } else if (name == UnstakeClaimed.selector) {
            unbondingSeen[operator][_word(data, 0)] = _word(data, 5);
        } else if (name == SlashExecuted.selector) {
            activeSeen[operator][uint256(log.topics[3])] = _word(data, 5);
            unbondingSeen[operator][uint256(log.topics[3])] = _word(data, 6);
        }
    }

    /// @dev Which topic names the operator, and which word of the data is `seq`. 0 for events of no operator.
    function _shape(bytes32 name) private pure returns (uint256 topic, uint256 seqWord) {
        if (name == OperatorStatusChanged.selector) return (1, 4);
        if (name == Staked.selector) return (1, 6);
        if (name == UnstakeRequested.selector) return (1, 8);
        if (name == UnstakeCancelled.selector) return (1, 5);
        if (name == UnstakeClaimed.selector) return (1, 6);
        if (name == SlashProposed.selector) return (2, 25);
        if (name == SlashApproved.selector) return (2, 0);
        if (name == SlashDisputed.selector) return (2, 5);
        if (name == SlashResolved.selector) return (2, 8);
        if (name == SlashExecuted.selector) return (2, 12);
        if (name == SlashCancelled.selector) return (2, 3);
        if (name == SlashExpired.selector) return (2, 2);
        if (name == PerformanceScoreUpdated.selector) return (1, 6);
        if (name == OperatorRegistered.selector) return (1, 3);
        if (name == ManagerSet.selector) return (1, 1);
        if (name == MetadataUpdated.selector) return (1, 1);
    }

    function _word(bytes memory data, uint256 index) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), mul(index, 32)))
        }
    }

    function _tookSnapshot(uint256 slashId) internal {
        OperatorInfo memory info = registry.getOperator(registry.getSlash(slashId).operator);
        for (uint256 a; a < 2; ++a) {
            snapshots[slashId][a] = info.active[a] + info.unbonding[a];
        }
    }

    function _broken(string memory rule) internal {
        if (bytes(broken).length == 0) broken = rule;
    }

    function _skipped() internal {
        ++skips;
    }

    function _operator(uint256 who) internal view returns (address) {
        return operators[who % operators.length];
    }

    function _asset(bool wst) internal pure returns (Asset) {
        return wst ? Asset.WSTETH : Asset.ETH;
    }

    function openRequests() external view returns (uint256[] memory) {
        return openRequestIds;
    }

    function liveSlashes() external view returns (uint256[] memory) {
        return liveSlashIds;
    }

    function _opened() internal {
        openRequestIds.push(++requestCount);
    }

    function _proposed() internal returns (uint256 slashId) {
        slashId = ++slashCount;
        _tookSnapshot(slashId);
        liveSlashIds.push(slashId);
    }

    /// @dev Forgets the request if it is closed now.
    function _revisitRequest(uint256 id) internal {
        if (registry.getUnstakeRequest(id).units == 0) _remove(openRequestIds, id);
    }

    /// @dev Forgets the slash if it is over now.
    function _revisitSlash(uint256 id) internal {
        SlashState state = registry.getSlash(id).state;
        bool live = state == SlashState.Proposed || state == SlashState.Disputed || state == SlashState.Upheld;
        if (!live) _remove(liveSlashIds, id);
    }

    function _remove(uint256[] storage ids, uint256 id) private {
        for (uint256 i; i < ids.length; ++i) {
            if (ids[i] != id) continue;
            ids[i] = ids[ids.length - 1];
            ids.pop();
            return;
        }
    }

    /// @dev 0 if none is open.
    function _pickRequest(uint256 which) internal view returns (uint256) {
        return openRequestIds.length == 0 ? 0 : openRequestIds[which % openRequestIds.length];
    }

    function _pickSlash(uint256 which) internal view returns (uint256) {
        return liveSlashIds.length == 0 ? 0 : liveSlashIds[which % liveSlashIds.length];
    }

    function _stakedValue(address operator) internal view returns (uint256) {
        OperatorInfo memory info = registry.getOperator(operator);
        uint256 rate = registry.rateOf(Asset.WSTETH).rateE18;
        return info.active[0] + info.unbonding[0] + ((info.active[1] + info.unbonding[1]) * rate) / 1e18;
    }

    function _bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        return x < low || x > high ? low + (x % (high - low + 1)) : x;
    }
}
