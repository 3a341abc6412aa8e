// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {UnbondingMath} from "../libraries/UnbondingMath.sol";
import {Parameters} from "./Parameters.sol";
import {Status} from "./Status.sol";

/// @title Registration, managers, self-descriptions, and what is known of an operator
abstract contract Operators is Parameters, Status {
    function registerOperator(address operator, uint256 minStake_) external {
        _requireOperatorOrManager(operator);
        Operator storage op = _operators[operator];
        if (op.registeredAt != 0) revert AlreadyRegistered(operator);
        if (minStake_ < _minStake) revert MinStakeTooLow(minStake_, _minStake);
        op.registeredAt = _now();
        op.minStake = minStake_;
        for (uint256 a; a < ASSETS; ++a) {
            op.pools[a].factor = uint96(UnbondingMath.FACTOR_ONE);
        }
        address manager = msg.sender == operator ? address(0) : msg.sender;
        emit OperatorRegistered(operator, manager, minStake_, "", _nextSeq(op));
        _settle(operator, op, StatusCause.Registration, 0);
    }

    function setManager(address manager, bool allowed) external {
        Operator storage op = _operators[msg.sender];
        if (manager == address(0) || manager == msg.sender || op.managers[manager] == allowed) {
            revert InvalidManager(manager);
        }
        op.managers[manager] = allowed;
        emit ManagerSet(msg.sender, manager, allowed, _nextSeq(op));
    }

    function setMetadata(address operator, string calldata uri) external {
        Operator storage op = _registered(operator);
        _requireOperatorOrManager(operator);
        op.metadataURI = uri;
        emit MetadataUpdated(operator, uri, _nextSeq(op));
    }

    function isManager(address operator, address manager) external view returns (bool) {
        return _operators[operator].managers[manager];
    }

    function syncStatus(address operator) external {
        _settle(operator, _registered(operator), StatusCause.Sync, 0);
    }

    function getOperator(address operator) external view returns (OperatorInfo memory info) {
        Operator storage op = _operators[operator];
        info.operator = operator;
        info.status = _statusOf(op);
        info.minStake = op.minStake;
        info.stakeValue = _stakeValue(op);
        for (uint256 a; a < ASSETS; ++a) {
            Pool memory pool = op.pools[a];
            (info.active[a], info.unbonding[a], info.locked[a]) = (pool.active, pool.unbonding, pool.locked);
        }
        info.registeredAt = op.registeredAt;
        if (info.status == OperatorStatus.Slashed) info.slashedUntil = op.slashedUntil;
        info.scoreWindowEnd = op.scoreWindowEnd;
        info.score = op.score;
        info.seq = op.seq;
        info.metadataURI = op.metadataURI;
    }
}
