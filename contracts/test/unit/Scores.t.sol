// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract ScoresTest is RegistryTest {
    function setUp() public override {
        super.setUp();
        _register(alice);
        _register(bob);
        _skip(1 days);
    }

    function test_updatePerformanceScore() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit PerformanceScoreUpdated(alice, monitor, 0, 9_980, uint64(START), _time(), 0, 0, 3);
        vm.prank(monitor);
        registry.updatePerformanceScore(alice, 9_980);
        uint64 first = _time();
        _skip(1 hours);
        vm.expectEmit(true, true, true, true, address(registry));
        emit PerformanceScoreUpdated(alice, monitor, 9_980, 10_000, first, _time(), 0, 0, 4);
        vm.prank(monitor);
        registry.updatePerformanceScore(alice, 10_000);
        assertEq(registry.getOperator(alice).score, 10_000);
        assertEq(registry.getOperator(alice).scoreWindowEnd, _time());
    }

    function test_updatePerformanceScore_reverts() public {
        expectMissingRole(alice, "PERFORMANCE_MONITOR");
        vm.prank(alice);
        registry.updatePerformanceScore(alice, 1);
        vm.startPrank(monitor);
        expectError(abi.encodeWithSelector(ScoreOutOfRange.selector, 0, 10_001));
        registry.updatePerformanceScore(alice, 10_001);
        expectError(abi.encodeWithSelector(ScoreOutOfRange.selector, 0, uint256(1 << 16)));
        registry.updatePerformanceScore(alice, 1 << 16);
        expectError(abi.encodeWithSelector(ScoreForUnknown.selector, 0, stranger));
        registry.updatePerformanceScore(stranger, 1);
        vm.stopPrank();
    }

    function test_submitScores() public {
        ScoreReport[] memory reports = _reports();
        vm.expectEmit(true, true, true, true, address(registry));
        emit PerformanceScoreUpdated(
            alice, monitor, 0, 9_000, reports[0].windowStart, reports[0].windowEnd, 2, keccak256("a"), 3
        );
        vm.prank(monitor);
        registry.submitScores(reports);
        assertEq(registry.getOperator(bob).score, 8_000);
    }

    function test_submitScores_sameWindowAgainIsACorrection() public {
        ScoreReport[] memory reports = _reports();
        vm.startPrank(monitor);
        registry.submitScores(reports);
        reports[1].score = 8_100;
        registry.submitScores(reports);
        vm.stopPrank();
        assertEq(registry.getOperator(bob).score, 8_100);
    }

    function test_submitScores_revertsWithTheIndexOfTheBadOne() public {
        vm.startPrank(monitor);
        expectError(EmptyBatch.selector);
        registry.submitScores(new ScoreReport[](0));
        ScoreReport[] memory reports = _reports();
        reports[1].score = 10_001;
        expectError(abi.encodeWithSelector(ScoreOutOfRange.selector, 1, 10_001));
        registry.submitScores(reports);
        reports = _reports();
        reports[1].operator = stranger;
        expectError(abi.encodeWithSelector(ScoreForUnknown.selector, 1, stranger));
        registry.submitScores(reports);
        reports = _reports();
        reports[1].windowEnd = _time() + 1;
        expectError(abi.encodeWithSelector(ScoreWindowInvalid.selector, 1));
        registry.submitScores(reports);
        reports = _reports();
        reports[1].windowStart = reports[1].windowEnd;
        expectError(abi.encodeWithSelector(ScoreWindowInvalid.selector, 1));
        registry.submitScores(reports);
        reports = _reports();
        registry.submitScores(reports);
        uint64 last = reports[1].windowEnd;
        reports[1].windowEnd -= 1;
        expectError(abi.encodeWithSelector(ScoreWindowOld.selector, 1, last));
        registry.submitScores(reports);
        vm.stopPrank();
        assertEq(registry.getOperator(bob).score, 8_000);
    }

    function test_submitScores_revertsWithMissingRole() public {
        ScoreReport[] memory reports = _reports();
        expectMissingRole(stranger, "PERFORMANCE_MONITOR");
        vm.prank(stranger);
        registry.submitScores(reports);
    }

    function _reports() private view returns (ScoreReport[] memory reports) {
        reports = new ScoreReport[](2);
        reports[0] = ScoreReport(alice, 9_000, _time() - 3_600, _time() - 10, 2, keccak256("a"));
        reports[1] = ScoreReport(bob, 8_000, _time() - 3_600, _time() - 10, 2, keccak256("b"));
    }
}
