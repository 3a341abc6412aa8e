// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {Roles} from "../libraries/Roles.sol";
import {IDINRegistry} from "../interfaces/IDINRegistry.sol";
import {RegistryStorage} from "./RegistryStorage.sol";

/// @title Roles and the parameters governance sets
abstract contract Parameters is IDINRegistry, RegistryStorage, AccessControlDefaultAdminRules {
    bytes32 public constant GOVERNANCE = Roles.GOVERNANCE;
    bytes32 public constant SLASH_PROPOSER = Roles.SLASH_PROPOSER;
    bytes32 public constant DISPUTE_RESOLVER = Roles.DISPUTE_RESOLVER;
    bytes32 public constant PERFORMANCE_MONITOR = Roles.PERFORMANCE_MONITOR;
    bytes32 public constant PAUSER = Roles.PAUSER;

    /// @dev No period is longer: sums with the current time cannot overflow, and a slip of units cannot lock stake for ever.
    uint64 internal constant MAX_PERIOD = 365 days;

    function setMinStake(uint256 minStake_) external onlyRole(GOVERNANCE) {
        _setMinStake(minStake_);
    }

    function setUnstakeDelay(uint64 unstakeDelay_) external onlyRole(GOVERNANCE) {
        _setDelays(_slashParams, unstakeDelay_);
        emit UnstakeDelaySet(unstakeDelay_);
    }

    function setSlashParams(SlashParams calldata params) external onlyRole(GOVERNANCE) {
        _setDelays(params, _unstakeDelay);
        emit SlashParamsSet(params);
    }

    function setTreasury(address treasury_) external onlyRole(GOVERNANCE) {
        _setTreasury(treasury_);
    }

    function minStake() external view returns (uint256) {
        return _minStake;
    }

    function unstakeDelay() external view returns (uint64) {
        return _unstakeDelay;
    }

    function treasury() external view returns (address) {
        return _treasury;
    }

    function slashParams() external view returns (SlashParams memory) {
        return _slashParams;
    }

    function _setMinStake(uint256 minStake_) internal {
        if (minStake_ == 0) revert MinStakeTooLow(0, 1);
        _minStake = minStake_;
        emit MinStakeSet(minStake_);
    }

    function _setTreasury(address treasury_) internal {
        if (treasury_ == address(0) || treasury_ == address(this)) revert InvalidTreasury(treasury_);
        _treasury = treasury_;
        emit TreasurySet(treasury_);
    }

    /// @dev The delay must outlast the longest undisturbed slash, or stake could be claimed while its slash is being heard.
    function _setDelays(SlashParams memory params, uint64 unstakeDelay_) internal {
        uint256 windows = uint256(params.disputeWindow) + params.resolutionWindow + params.executionWindow;
        if (params.resolutionWindow == 0 || params.executionWindow == 0) revert EmptyWindow();
        if (unstakeDelay_ > MAX_PERIOD || params.cooldown > MAX_PERIOD) revert InvalidPeriod(MAX_PERIOD);
        if (unstakeDelay_ <= windows) revert UnstakeDelayTooShort(unstakeDelay_, windows);
        if (params.largeSlashBps > SlashMath.BPS) revert InvalidBps(params.largeSlashBps);
        _unstakeDelay = unstakeDelay_;
        _slashParams = params;
    }
}
