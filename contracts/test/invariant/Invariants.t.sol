// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title What no order of calls can break
contract InvariantsTest is RegistryTest {
    Handler private handler;

    function setUp() public override {
        super.setUp();
        Handler.People memory people =
            Handler.People(governance, proposer, resolver, monitor, pauser, treasury, stranger);
        vm.deal(treasury, 0);
        handler = new Handler(registry, wstETH, rateSource, people);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Seq without a gap, windows, approvals, caps, incidents, payable claims, names of refusals: see {Handler}.
    function invariant_noRuleSeenBroken() public view {
        vm.assertEq(handler.broken(), "");
    }

    function invariant_holdsExactlyWhatItOwes_ETH() public view {
        uint256 owed = _staked(0) + registry.treasuryOwed(Asset.ETH) + _bonds();
        vm.assertEq(address(registry).balance, owed + handler.ethDonated(), "ETH");
    }

    function invariant_holdsExactlyWhatItOwes_wstETH() public view {
        uint256 owed = _staked(1) + registry.treasuryOwed(Asset.WSTETH);
        vm.assertEq(wstETH.balanceOf(address(registry)), owed + handler.wstDonated(), "wstETH");
    }

    function invariant_paysOutNoMoreThanWasPutIn() public view {
        vm.assertLe(handler.ethOut(), handler.ethIn(), "ETH");
        vm.assertLe(handler.wstOut(), handler.wstIn(), "wstETH");
    }

    function invariant_lockedIsWithinStake() public view {
        for (uint256 i; i < 3; ++i) {
            OperatorInfo memory info = registry.getOperator(handler.operators(i));
            for (uint256 a; a < 2; ++a) {
                vm.assertLe(info.locked[a], info.active[a] + info.unbonding[a], "locked");
            }
        }
    }

    function invariant_liveSlashesAreWhatIsLockedAndCounted() public view {
        uint256[2][3] memory units;
        uint256[3] memory bps;
        uint256[] memory live = handler.liveSlashes();
        for (uint256 n; n < live.length; ++n) {
            Slash memory s = registry.getSlash(live[n]);
            uint256 i = _index(s.operator);
            bps[i] += s.terms.bps;
            units[i][0] += s.terms.units[0];
            units[i][1] += s.terms.units[1];
        }
        for (uint256 i; i < 3; ++i) {
            OperatorInfo memory info = registry.getOperator(handler.operators(i));
            vm.assertEq(info.locked[0], units[i][0], "locked ETH");
            vm.assertEq(info.locked[1], units[i][1], "locked wstETH");
            (, uint256 counted) = registry.slashedBps(handler.operators(i));
            vm.assertEq(counted, bps[i], "live basis points");
        }
    }

    function invariant_rollingCapHolds() public view {
        for (uint256 i; i < 3; ++i) {
            (uint256 executed, uint256 live) = registry.slashedBps(handler.operators(i));
            vm.assertLe(executed + live, 5_000, "over 30 days");
        }
    }

    function invariant_requestsAreWorthNoMoreThanUnbonds() public view {
        uint256[2][3] memory worth;
        uint256[] memory open = handler.openRequests();
        for (uint256 n; n < open.length; ++n) {
            UnstakeRequest memory r = registry.getUnstakeRequest(open[n]);
            (uint256 factor, uint64 epoch) = registry.unbondingFactor(r.operator, r.asset);
            if (r.epoch != epoch) continue;
            worth[_index(r.operator)][uint256(r.asset)] += (uint256(r.units) * factor) / r.factor;
        }
        for (uint256 i; i < 3; ++i) {
            OperatorInfo memory info = registry.getOperator(handler.operators(i));
            for (uint256 a; a < 2; ++a) {
                vm.assertLe(worth[i][a], info.unbonding[a], "worth of requests");
            }
        }
    }

    function invariant_factorKeepsItsDigits() public view {
        for (uint256 i; i < 3; ++i) {
            for (uint256 a; a < 2; ++a) {
                (uint256 factor,) = registry.unbondingFactor(handler.operators(i), Asset(a));
                vm.assertGe(factor, 1e18, "never so low that dividing by it is unfair, or impossible");
                vm.assertLe(factor, 1e27, "never up");
            }
        }
    }

    /// @dev A reader that only ever saw events knows as much as one that asks.
    function invariant_eventsTellTheWholeStake() public view {
        for (uint256 i; i < 3; ++i) {
            address operator = handler.operators(i);
            OperatorInfo memory info = registry.getOperator(operator);
            vm.assertEq(info.seq, handler.seqSeen(operator), "seq");
            for (uint256 a; a < 2; ++a) {
                (uint256 active, uint256 unbonding) = handler.stakeSeen(operator, a);
                vm.assertEq(info.active[a], active, "active");
                vm.assertEq(info.unbonding[a], unbonding, "unbonding");
            }
        }
    }

    /// @dev Slashed is left by what the operator does or by time, and only time, rates and parameters change it silently.
    function invariant_slashedIsAnnounced() public view {
        for (uint256 i; i < 3; ++i) {
            address operator = handler.operators(i);
            bool slashed = registry.getOperator(operator).status == OperatorStatus.Slashed;
            if (slashed) assertEq(handler.statusSeen(operator), OperatorStatus.Slashed);
        }
    }

    /// @dev Most calls must do something, or the others prove nothing.
    function afterInvariant() public view {
        if (handler.calls() < 300) return;
        vm.assertGe(handler.successes(), handler.calls() / 5, "too few calls succeed");
    }

    function _staked(uint256 asset) private view returns (uint256 sum) {
        for (uint256 i; i < 3; ++i) {
            OperatorInfo memory info = registry.getOperator(handler.operators(i));
            sum += info.active[asset] + info.unbonding[asset];
        }
    }

    function _bonds() private view returns (uint256 sum) {
        for (uint256 i; i < 3; ++i) {
            sum += registry.bondOf(handler.operators(i));
        }
        uint256[] memory live = handler.liveSlashes();
        for (uint256 n; n < live.length; ++n) {
            sum += registry.getSlash(live[n]).bond;
        }
    }

    function _index(address operator) private view returns (uint256) {
        return operator == handler.operators(0) ? 0 : operator == handler.operators(1) ? 1 : 2;
    }
}
