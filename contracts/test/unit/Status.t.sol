// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract StatusTest is RegistryTest {
    function setUp() public override {
        super.setUp();
        _aliceWith(10 ether);
    }

    function test_status_slashedUntilCooldownPassesAndStakeSuffices() public {
        _slashNow(alice, 500);
        assertEq(registry.getOperator(alice).slashedUntil, _time() + COOLDOWN);
        _skip(COOLDOWN);
        assertEq(_status(alice), OperatorStatus.Slashed);
        _skip(1);
        assertEq(_status(alice), OperatorStatus.Active);
        assertEq(registry.getOperator(alice).slashedUntil, 0);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Slashed, OperatorStatus.Active, StatusCause.Sync, 0, 8);
        registry.syncStatus(alice);
        uint64 seq = registry.getOperator(alice).seq;
        registry.syncStatus(alice); // nothing to say
        assertEq(registry.getOperator(alice).seq, seq);
    }

    function test_status_slashedBelowMinimumStaysSlashed() public {
        _unstake(alice, 9 ether);
        _slashNow(alice, 500);
        _skip(300 days);
        assertEq(_status(alice), OperatorStatus.Slashed);
        _stakeEth(alice, 0.05 ether);
        assertEq(_status(alice), OperatorStatus.Active);
    }

    function test_status_recoveryIsSettledBeforeWhatFollows() public {
        _slashNow(alice, 500);
        _skip(COOLDOWN + 1);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Slashed, OperatorStatus.Active, StatusCause.Sync, 0, 8);
        uint256 id = _unstake(alice, 9 ether); // leaves less than the minimum
        assertEq(_status(alice), OperatorStatus.Inactive);
        vm.prank(alice);
        registry.cancelUnstake(id);
        assertEq(_status(alice), OperatorStatus.Active);
    }

    function test_status_slashedWins_overLeaving() public {
        uint256 id = _unstake(alice, 10 ether);
        assertEq(_status(alice), OperatorStatus.Leaving);
        _slashNow(alice, 500);
        assertEq(_status(alice), OperatorStatus.Slashed);
        _skip(UNSTAKE_DELAY + 1);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Slashed, OperatorStatus.Inactive, StatusCause.Claim, id, 11);
        _claim(id);
        _stakeEth(alice, 0.5 ether); // the cooldown was over when it exited: the slate is clean
        assertEq(_status(alice), OperatorStatus.Inactive);
    }

    function test_status_exitingDoesNotEndTheCooldown() public {
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        _slashNow(alice, 500);
        _claim(id);
        assertEq(_status(alice), OperatorStatus.Inactive);
        _stakeEth(alice, 5 ether);
        assertEq(_status(alice), OperatorStatus.Slashed);
        _skip(COOLDOWN + 1);
        assertEq(_status(alice), OperatorStatus.Active);
    }

    function test_status_slashThatTakesTheRestExits() public {
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        _propose(alice, 500);
        _claim(id);
        _skip(DISPUTE_WINDOW + 1);
        SlashExecution memory e;
        e.executor = address(this);
        e.recipient = treasury;
        e.fromUnbonding = 0.5 ether;
        e.rateE18 = 1e18;
        e.factorAfter = 1e27;
        e.epochAfter = 1;
        e.cumulativeBpsAfter = 500;
        e.slashedUntil = uint64(block.timestamp) + COOLDOWN;
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashExecuted(1, alice, Asset.ETH, e, 9);
        registry.executeSlash(1);
        assertEq(_status(alice), OperatorStatus.Inactive);
        _stakeEth(alice, 1 ether);
        assertEq(_status(alice), OperatorStatus.Slashed);
        _skip(COOLDOWN + 1);
        assertEq(_status(alice), OperatorStatus.Active);
    }

    function test_status_anExitDuringTheCooldownIsForgottenOnceItIsOver() public {
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        _slashNow(alice, 500);
        _claim(id);
        _skip(COOLDOWN + 1);
        _stakeEth(alice, 5 ether);
        assertEq(_status(alice), OperatorStatus.Active);
        assertEq(registry.getOperator(alice).slashedUntil, 0);
        _unstake(alice, 4.5 ether);
        assertEq(_status(alice), OperatorStatus.Inactive);
    }

    function test_status_secondSlashProlongs() public {
        _slashNow(alice, 500);
        uint64 first = registry.getOperator(alice).slashedUntil;
        _skip(COOLDOWN);
        _slashNow(alice, 500);
        vm.assertGe(registry.getOperator(alice).slashedUntil, first + 1, "later than the first");
    }

    function test_status_aRecoveryIsToldBeforeTheNextSlash() public {
        _slashNow(alice, 500);
        _skip(COOLDOWN + 1);
        uint256 id = _propose(alice, 500);
        _skip(DISPUTE_WINDOW + 1);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Slashed, OperatorStatus.Active, StatusCause.Sync, 0, 9);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Active, OperatorStatus.Slashed, StatusCause.Slash, id, 11);
        registry.executeSlash(id);
    }

    function test_status_followsTheProtocolsMinimum() public {
        vm.prank(governance);
        registry.setMinStake(11 ether);
        assertEq(_status(alice), OperatorStatus.Inactive);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Active, OperatorStatus.Inactive, StatusCause.Sync, 0, 5);
        registry.syncStatus(alice);
    }

    function test_status_followsTheOwnCommitment() public {
        vm.prank(bob);
        registry.registerOperator(bob, 5 ether);
        _stakeEth(bob, 5 ether - 1);
        assertEq(_status(bob), OperatorStatus.Inactive);
        _stakeEth(bob, 1);
        assertEq(_status(bob), OperatorStatus.Active);
    }

    function test_status_followsTheRate() public {
        _register(bob);
        _stakeWst(bob, 0.83 ether); // 0.996 ETH
        assertEq(_status(bob), OperatorStatus.Inactive);
        rateSource.set(1.25e18, 0);
        registry.pokeRate(Asset.WSTETH);
        assertEq(_status(bob), OperatorStatus.Active);
    }
}
