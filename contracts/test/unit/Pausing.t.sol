// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract PausingTest is RegistryTest {
    uint8 private constant STAKING = 1;
    uint8 private constant UNSTAKING = 2;
    uint8 private constant SLASHING = 4;
    uint8 private constant DISPUTES = 8;
    uint8 private constant SCORES = 16;

    function setUp() public override {
        super.setUp();
        _aliceWith(10 ether);
    }

    function test_pause_staking() public {
        _pause(STAKING);
        expectError(abi.encodeWithSelector(Paused.selector, STAKING));
        _stakeEth(alice, 1);
        expectError(abi.encodeWithSelector(Paused.selector, STAKING));
        _stakeWst(alice, 1);
        _unstake(alice, 1);
    }

    function test_pause_unstaking_stopsRequestsOnly() public {
        uint256 id = _unstake(alice, 1 ether);
        _pause(UNSTAKING);
        expectError(abi.encodeWithSelector(Paused.selector, UNSTAKING));
        _unstake(alice, 1);
        vm.prank(alice);
        registry.cancelUnstake(id);
    }

    function test_pause_slashing() public {
        uint256 id = _propose(alice, 2_000);
        _skip(COOLDOWN);
        _pause(SLASHING);
        ProposeArgs memory args = _args(alice, 500);
        bytes memory paused = abi.encodeWithSelector(Paused.selector, SLASHING);
        expectError(paused);
        vm.prank(proposer);
        registry.proposeSlash(args);
        expectError(paused);
        vm.prank(governance);
        registry.slash(alice, 1 ether, "no");
        expectError(paused);
        _approve(id);
        expectError(paused);
        registry.executeSlash(id);
        _dispute(id); // a defence goes on
        vm.prank(proposer);
        registry.cancelSlash(id, "and so does mercy");
    }

    function test_pause_disputes() public {
        uint256 id = _propose(alice, 500);
        _pause(DISPUTES);
        expectError(abi.encodeWithSelector(Paused.selector, DISPUTES));
        vm.prank(alice);
        registry.disputeSlash{value: BOND}(id, keccak256("x"), "");
        _unpause(DISPUTES);
        _dispute(id);
        _pause(DISPUTES);
        expectError(abi.encodeWithSelector(Paused.selector, DISPUTES));
        _resolve(id, DisputeOutcome.Upheld, 0);
    }

    function test_pause_scores() public {
        _pause(SCORES);
        vm.startPrank(monitor);
        expectError(abi.encodeWithSelector(Paused.selector, SCORES));
        registry.updatePerformanceScore(alice, 1);
        expectError(abi.encodeWithSelector(Paused.selector, SCORES));
        registry.submitScores(new ScoreReport[](1));
        vm.stopPrank();
    }

    function test_pause_emits_andLapsesByItself() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit PauseMaskChanged(pauser, STAKING | SLASHING, _time() + 7 days, _time(), 0);
        _pause(STAKING | SLASHING);
        _skip(7 days - 1);
        expectError(Paused.selector);
        _stakeEth(alice, 1);
        _skip(1);
        _stakeEth(alice, 1);
        (uint8 mask, uint64 expiresAt) = registry.pauseMask();
        assertEq(mask, 0);
        assertEq(expiresAt, 0);
    }

    function test_pause_addingBitsDoesNotProlong() public {
        _pause(STAKING);
        uint64 expiresAt = _time() + 7 days;
        _skip(3 days);
        vm.expectEmit(true, true, true, true, address(registry));
        emit PauseMaskChanged(pauser, STAKING | SCORES, expiresAt, 0, 0);
        _pause(SCORES);
        vm.warp(expiresAt);
        _stakeEth(alice, 1);
    }

    function test_pause_reverts() public {
        expectMissingRole(governance, "PAUSER");
        vm.prank(governance);
        registry.pause(1);
        expectMissingRole(pauser, "GOVERNANCE");
        vm.prank(pauser);
        registry.unpause(1);
        bytes4 invalid = InvalidPauseBits.selector;
        expectError(invalid);
        _pause(0);
        expectError(invalid);
        _pause(32);
        expectError(invalid);
        _unpause(STAKING);
        _pause(STAKING);
        expectError(invalid);
        _pause(STAKING);
        expectError(invalid);
        _unpause(STAKING | SCORES);
        expectError(invalid);
        _unpause(0);
    }

    function test_slashClock_standsStillWhilePaused() public {
        uint256 id = _propose(alice, 500);
        _skip(1 days);
        _pause(SLASHING);
        uint64 clock = registry.slashClock();
        _skip(2 days);
        assertEq(registry.slashClock(), clock);
        _unpause(SLASHING);
        _skip(1 days);
        assertEq(registry.slashClock(), clock + 1 days);
        expectError(WindowOpen.selector); // 2 days on the clock: the last second to dispute
        registry.executeSlash(id);
        _dispute(id);
    }

    function test_slashClock_runsAgainWhenThePauseLapses() public {
        _pause(DISPUTES);
        uint64 clock = registry.slashClock();
        _skip(10 days);
        assertEq(registry.slashClock(), clock + 3 days);
        vm.expectEmit(true, true, true, true, address(registry));
        emit PauseMaskChanged(pauser, SLASHING, _time() + 7 days, _time(), 7 days);
        _pause(SLASHING);
        assertEq(registry.slashClock(), clock + 3 days);
    }

    function test_slashClock_twoStopsTogetherCountOnce() public {
        _pause(SLASHING);
        _skip(1 days);
        _pause(DISPUTES);
        _skip(1 days);
        _unpause(SLASHING);
        _skip(1 days);
        assertEq(registry.slashClock(), _time() - 3 days);
        _unpause(DISPUTES);
        _skip(1 days);
        assertEq(registry.slashClock(), _time() - 3 days);
    }

    function test_slashClock_otherPausesDoNotStopIt() public {
        _pause(STAKING | UNSTAKING | SCORES);
        _skip(1 days);
        assertEq(registry.slashClock(), _time());
    }

    function test_unlockAt_isOnTheWallClock() public {
        uint256 id = _unstake(alice, 1 ether);
        _pause(SLASHING);
        _skip(UNSTAKE_DELAY + 1);
        _claim(id);
    }

    function _pause(uint8 bits) private {
        vm.prank(pauser);
        registry.pause(bits);
    }

    function _unpause(uint8 bits) private {
        vm.prank(governance);
        registry.unpause(bits);
    }
}
