// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDINRegistryTypes} from "../../src/interfaces/IDINRegistryTypes.sol";
import {PauseBits, PauseClock} from "../../src/libraries/PauseClock.sol";
import {SlashMath} from "../../src/libraries/SlashMath.sol";
import {Stake} from "../../src/libraries/Stake.sol";
import {UnbondingMath} from "../../src/libraries/UnbondingMath.sol";
import {vm} from "../support/Vm.sol";

/// @title The libraries over their whole range: nothing overflows, and every rounding goes the stated way
contract MathsTest {
    bool public constant IS_TEST = true;

    function testFuzz_valueOf_roundsDown(uint96 units, uint96 rate) public pure {
        uint256 value = Stake.valueOf(units, rate);
        vm.assertLe(value * 1e18, uint256(units) * rate, "not more than it is worth");
        vm.assertTrue((value + 1) * 1e18 > uint256(units) * rate, "and not a wei too little");
    }

    function testFuzz_withinJump_isSymmetricAroundTheBound(uint96 last, uint16 bps) public pure {
        uint256 bound = _bound(bps, 1, 10_000);
        uint256 base = _bound(last, 10_000, type(uint96).max / 2);
        uint256 step = (base * bound) / 10_000;
        vm.assertTrue(Stake.withinJump(base, base + step, bound), "up to the bound");
        vm.assertTrue(Stake.withinJump(base, base - step, bound), "down to the bound");
        vm.assertTrue(!Stake.withinJump(base, base + step + 1, bound), "not beyond");
        if (step < base) vm.assertTrue(!Stake.withinJump(base, base - step - 1, bound), "not below");
    }

    function testFuzz_worth_neverGrows(uint96 units, uint96 factorThen, uint96 factorNow) public pure {
        uint256 older = _bound(factorThen, UnbondingMath.FACTOR_MIN, UnbondingMath.FACTOR_ONE);
        uint256 newer = _bound(factorNow, 1, older);
        vm.assertLe(UnbondingMath.worth(units, older, newer), units, "a slash only takes");
        vm.assertEq(UnbondingMath.worth(units, older, older), units, "unslashed is untouched");
    }

    /// @dev The theorem the pool stands on: after any slash, requests together are worth at most what unbonds.
    function testFuzz_lowered_requestsNeverExceedThePool(uint96[4] memory units, uint96[3] memory takes) public pure {
        uint256 factor = UnbondingMath.FACTOR_ONE;
        uint256[4] memory factors;
        uint256[4] memory requested;
        uint256 pool;
        for (uint256 i; i < 4; ++i) {
            requested[i] = _bound(units[i], 1, type(uint96).max / 4);
            factors[i] = factor;
            pool += requested[i];
            if (i == 3) break;
            uint256 taken = _bound(takes[i], 0, pool - 1);
            uint256 next = UnbondingMath.lowered(factor, pool, taken);
            if (next < UnbondingMath.FACTOR_MIN) return; // the registry ends the epoch here
            (factor, pool) = (next, pool - taken);
            uint256 worth;
            for (uint256 r; r <= i; ++r) {
                worth += UnbondingMath.worth(requested[r], factors[r], factor);
            }
            vm.assertLe(worth, pool, "requests within the pool");
        }
    }

    function testFuzz_lowered_neverRises(uint96 factor, uint96 unbonding, uint96 taken) public pure {
        uint256 before = _bound(factor, UnbondingMath.FACTOR_MIN, UnbondingMath.FACTOR_ONE);
        uint256 pool = _bound(unbonding, 1, type(uint96).max);
        uint256 after_ = UnbondingMath.lowered(before, pool, _bound(taken, 0, pool));
        vm.assertLe(after_, before, "never up");
    }

    function testFuzz_bpsUp_countsAtLeastWhatIsTaken(uint96 part, uint96 whole) public pure {
        uint256 all = _bound(whole, 1, type(uint96).max);
        uint256 some = _bound(part, 0, all);
        uint256 bps = SlashMath.bpsUp(some, all);
        vm.assertGe(bps * all, some * 10_000, "counts all of it");
        if (bps != 0) vm.assertTrue((bps - 1) * all < some * 10_000, "and not a point more");
        vm.assertLe(bps, 10_000, "at most everything");
    }

    function testFuzz_share_neverTakesMoreThanItsBps(uint96 units, uint16 bps) public pure {
        uint256 points = _bound(bps, 0, SlashMath.MAX_BPS);
        uint256 taken = SlashMath.share(units, points, SlashMath.BPS);
        vm.assertLe(taken * 10_000, uint256(units) * points, "down");
        vm.assertLe(taken, uint256(units) / 2, "at most half");
    }

    function testFuzz_share_byValue_staysWithinTheCountedBps(uint96 units, uint128 value, uint128 snapshot)
        public
        pure
    {
        uint256 whole = _bound(snapshot, 1, type(uint128).max);
        uint256 part = _bound(value, 0, whole / 2);
        uint256 taken = SlashMath.share(units, part, whole);
        uint256 bps = SlashMath.bpsUp(part, whole);
        vm.assertLe(taken * 10_000, uint256(units) * bps, "what is counted covers what is taken");
    }

    function testFuzz_split_conserves(uint96 taken, uint96 active, uint96 unbonding) public pure {
        uint256 a = _bound(active, 0, type(uint96).max / 2);
        uint256 u = _bound(unbonding, a == 0 ? 1 : 0, type(uint96).max / 2);
        uint256 t = _bound(taken, 0, a + u);
        (uint256 fromActive, uint256 fromUnbonding) = SlashMath.split(t, a, u);
        vm.assertEq(fromActive + fromUnbonding, t, "all of it");
        vm.assertLe(fromActive, a, "within active");
        vm.assertLe(fromUnbonding, u, "within unbonding");
        vm.assertLe(fromUnbonding * (a + u), t * u, "the odd unit comes from active");
        if (a == 0) vm.assertEq(fromActive, 0, "nothing from nothing");
    }

    function testFuzz_severityOf_followsTheBoundaries(uint16 bps) public pure {
        IDINRegistryTypes.Severity severity = SlashMath.severityOf(bps);
        uint256 expected = bps < 200 ? 1 : bps < 500 ? 2 : bps < 1_000 ? 3 : 4;
        vm.assertEq(uint256(severity), expected, "severity");
    }

    /// @dev Any sequence of mask changes: the clock never runs backwards, never ahead of time, and moves only while it may.
    function testFuzz_clock_isMonotonic(uint32[8] memory waits, uint8[8] memory masks) public pure {
        PauseClock.State memory state;
        uint64 time = 1_700_000_000;
        uint64 clock = PauseClock.readAt(state, time);
        for (uint256 i; i < 8; ++i) {
            uint64 wait = uint64(_bound(waits[i], 0, 20 days));
            bool stopped = PauseClock.maskAt(state, time) & PauseBits.CLOCK != 0;
            uint64 next = PauseClock.readAt(state, time + wait);
            uint64 stoppedSeconds = stopped ? _min(wait, state.expiresAt - time) : 0;
            vm.assertEq(next - clock, wait - stoppedSeconds, "runs exactly while it may");
            time += wait;
            state = PauseClock.changed(state, masks[i] & PauseBits.ALL, time);
            clock = PauseClock.readAt(state, time);
            vm.assertEq(clock, next, "a change moves no hand");
            vm.assertEq(PauseClock.maskAt(state, time), masks[i] & PauseBits.ALL, "in force at once");
            vm.assertLe(state.expiresAt, time + PauseClock.PAUSE_PERIOD, "for 7 days at most");
        }
    }

    function _bound(uint256 x, uint256 low, uint256 high) private pure returns (uint256) {
        return x < low || x > high ? low + (x % (high - low + 1)) : x;
    }

    function _min(uint64 a, uint64 b) private pure returns (uint64) {
        return a < b ? a : b;
    }
}
