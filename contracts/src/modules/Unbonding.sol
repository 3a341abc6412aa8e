// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PauseBits} from "../libraries/PauseClock.sol";
import {UnbondingMath} from "../libraries/UnbondingMath.sol";
import {Staking} from "./Staking.sol";

/// @title Taking stake out: request, wait, claim
/// @dev Unbonding stake is slashable until it is claimed. Requests are worth `units × factor now / factor then`.
abstract contract Unbonding is Staking {
    function unstake(address operator, uint256 amount) external {
        _request(operator, Asset.ETH, amount, operator);
    }

    function unstakeAsset(address operator, Asset asset, uint256 units, address recipient) external returns (uint256) {
        if (recipient != operator && msg.sender != operator) revert NotAuthorized();
        if (recipient == address(0) || recipient == address(this)) revert InvalidRecipient(recipient);
        return _request(operator, asset, units, recipient);
    }

    function cancelUnstake(uint256 requestId) external nonReentrant {
        UnstakeRequest memory request = _open(requestId);
        address operator = request.operator;
        _requireOperatorOrManager(operator);
        Operator storage op = _operators[operator];
        _settleFirst(operator, op);

        Pool memory pool = op.pools[uint256(request.asset)];
        uint256 units = _worth(request, pool);
        pool.active += uint96(units);
        pool.unbonding -= uint96(units);
        _close(requestId, request, pool);
        op.pools[uint256(request.asset)] = pool;

        uint256 slashed = request.units > units ? request.units - units : 0;
        emit UnstakeCancelled(
            operator, requestId, request.asset, units, slashed, pool.active, pool.unbonding, _nextSeq(op)
        );
        _settle(operator, op, StatusCause.UnstakeCancelled, requestId);
    }

    /// @dev No pause reaches this. What live slashes reserve stays, and the request with it.
    function claimUnstake(uint256 requestId) external nonReentrant {
        UnstakeRequest memory request = _open(requestId);
        address operator = request.operator;
        if (msg.sender != request.recipient) _requireOperatorOrManager(operator);
        if (_now() <= request.unlockAt) revert NotMatured(request.unlockAt);
        Operator storage op = _operators[operator];
        _settleFirst(operator, op);

        Pool memory pool = op.pools[uint256(request.asset)];
        uint256 worth = _worth(request, pool);
        uint256 paid = _payable(worth, pool);
        if (paid == 0 && worth != 0) revert AllLocked(requestId);
        uint256 slashed = request.units > worth ? request.units - worth : 0;
        pool.unbonding -= uint96(paid);
        if (paid == worth) {
            _close(requestId, request, pool);
        } else {
            _requests[requestId].units = uint96(worth - paid);
            _requests[requestId].factor = pool.factor;
        }
        op.pools[uint256(request.asset)] = pool;

        emit UnstakeClaimed(
            operator,
            requestId,
            request.recipient,
            request.asset,
            paid,
            slashed,
            worth - paid,
            pool.factor,
            pool.unbonding,
            _nextSeq(op)
        );
        _settle(operator, op, StatusCause.Claim, requestId);
        _pay(request.asset, request.recipient, paid);
    }

    function getUnstakeRequest(uint256 requestId) external view returns (UnstakeRequest memory) {
        return _requests[requestId];
    }

    function claimable(uint256 requestId) external view returns (uint256) {
        UnstakeRequest memory request = _requests[requestId];
        if (request.units == 0 || _now() <= request.unlockAt) return 0;
        Pool memory pool = _operators[request.operator].pools[uint256(request.asset)];
        return _payable(_worth(request, pool), pool);
    }

    function unbondingFactor(address operator, Asset asset) external view returns (uint256 factor, uint64 epoch) {
        Pool storage pool = _operators[operator].pools[uint256(asset)];
        return (pool.factor, pool.epoch);
    }

    function _request(address operator, Asset asset, uint256 units, address recipient)
        private
        nonReentrant
        returns (uint256 requestId)
    {
        _requireRunning(PauseBits.UNSTAKING);
        Operator storage op = _registered(operator);
        _requireOperatorOrManager(operator);
        Pool memory pool = op.pools[uint256(asset)];
        // Whoever adds a wei just before must not keep an operator from leaving.
        if (units == type(uint256).max) units = pool.active;
        if (units == 0) revert ZeroAmount();
        if (units > pool.active) revert InsufficientActive(pool.active);
        _settleFirst(operator, op);

        pool.active -= uint96(units);
        pool.unbonding += uint96(units);
        ++pool.openRequests;
        op.pools[uint256(asset)] = pool;
        requestId = ++_lastRequestId;
        uint64 unlockAt = _now() + _unstakeDelay;
        _requests[requestId] =
            UnstakeRequest(operator, uint96(units), recipient, pool.factor, pool.epoch, unlockAt, asset);

        emit UnstakeRequested(
            operator,
            requestId,
            recipient,
            asset,
            units,
            pool.factor,
            pool.epoch,
            unlockAt,
            pool.active,
            pool.unbonding,
            _nextSeq(op)
        );
        _settle(operator, op, StatusCause.Unstake, requestId);
    }

    function _open(uint256 requestId) private view returns (UnstakeRequest memory request) {
        request = _requests[requestId];
        if (request.units == 0) revert RequestClosed(requestId);
    }

    function _close(uint256 requestId, UnstakeRequest memory request, Pool memory pool) private {
        _requests[requestId].units = 0;
        if (request.epoch == pool.epoch) --pool.openRequests;
    }

    /// @dev The last open request of an epoch is worth all that unbonds: the remainder that rounding down has left.
    function _worth(UnstakeRequest memory request, Pool memory pool) private pure returns (uint256) {
        if (request.epoch != pool.epoch) return 0;
        if (pool.openRequests == 1) return pool.unbonding;
        return UnbondingMath.worth(request.units, request.factor, pool.factor);
    }

    function _payable(uint256 worth, Pool memory pool) private pure returns (uint256) {
        uint256 free = uint256(pool.active) + pool.unbonding - pool.locked;
        return worth < free ? worth : free;
    }
}
