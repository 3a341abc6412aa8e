// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {Stake} from "./libraries/Stake.sol";
import {Payouts} from "./modules/Payouts.sol";
import {Rates} from "./modules/Rates.sol";
import {Scores} from "./modules/Scores.sol";
import {SlashForwarding} from "./modules/SlashForwarding.sol";
import {Staking} from "./modules/Staking.sol";
import {Unbonding} from "./modules/Unbonding.sol";

/// @title The registry of DreamNet infrastructure operators
/// @notice See {IDINRegistry}, which says what every function does. Not upgradeable.
contract DINRegistry is Rates, Unbonding, Payouts, Scores, SlashForwarding {
    /// @dev Emits every initial parameter, so that a reader of events needs to call nothing.
    constructor(InitialParams memory params)
        AccessControlDefaultAdminRules(params.adminDelay, params.admin)
        Staking(params.wstETH, params.stETH)
    {
        _setMinStake(params.minStake);
        _setTreasury(params.treasury);
        _setDelays(params.slashParams, params.unstakeDelay);
        emit UnstakeDelaySet(params.unstakeDelay);
        emit SlashParamsSet(params.slashParams);
        _record(Asset.ETH, Stake.RATE_ONE, _now());
        if (params.rateSource != address(0)) {
            if (params.wstETH == address(0)) revert AssetNotSupported(Asset.WSTETH);
            _setRateSource(Asset.WSTETH, params.rateSource, params.rateMaxAge, params.rateMaxJumpBps);
        }
        _grantInitial(GOVERNANCE, params.governance);
        _grantInitial(SLASH_PROPOSER, params.slashProposer);
        _grantInitial(DISPUTE_RESOLVER, params.disputeResolver);
        _grantInitial(PERFORMANCE_MONITOR, params.performanceMonitor);
        _grantInitial(PAUSER, params.pauser);
    }

    /// @dev A role may start without a holder; the admin can grant it later.
    function _grantInitial(bytes32 role, address account) private {
        if (account != address(0)) _grantRole(role, account);
    }
}
