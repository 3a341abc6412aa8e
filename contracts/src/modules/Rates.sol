// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRateSource} from "../interfaces/IRateSource.sol";
import {SlashMath} from "../libraries/SlashMath.sol";
import {Stake} from "../libraries/Stake.sol";
import {Pausing} from "./Pausing.sol";

/// @title Recorded rates of assets
/// @dev Stake is valued at the recorded rate, so what an event said stays true until the next {RateObserved}.
abstract contract Rates is Pausing {
    function setRateSource(Asset asset, address source, uint64 maxAge, uint16 maxJumpBps)
        external
        onlyRole(GOVERNANCE)
    {
        _setRateSource(asset, source, maxAge, maxJumpBps);
    }

    function pokeRate(Asset asset) external {
        RateInfo storage rate = _rates[uint256(asset)];
        if (rate.source == address(0)) revert NoRateSource(asset);
        (uint256 next, uint64 updatedAt) = _read(asset, rate.source);
        if (updatedAt > block.timestamp || updatedAt < rate.updatedAt || block.timestamp - updatedAt > rate.maxAge) {
            revert RateStale(asset, updatedAt);
        }
        if (next == 0 || next > Stake.MAX_RATE) revert RateOutOfRange(asset, next);
        uint256 last = rate.rateE18;
        if (last != 0 && !Stake.withinJump(last, next, rate.maxJumpBps)) revert RateJumped(asset, last, next);
        _record(asset, next, updatedAt);
    }

    function rateOf(Asset asset) external view returns (RateInfo memory) {
        return _rates[uint256(asset)];
    }

    function _record(Asset asset, uint256 rateE18, uint64 updatedAt) internal {
        RateInfo storage rate = _rates[uint256(asset)];
        rate.rateE18 = uint96(rateE18); // ≤ MAX_RATE
        rate.updatedAt = updatedAt;
        emit RateObserved(asset, rateE18, updatedAt, rate.source);
    }

    function _setRateSource(Asset asset, address source, uint64 maxAge, uint16 maxJumpBps) internal {
        if (asset == Asset.ETH || source.code.length == 0) revert InvalidRateSource(asset, source);
        if (maxAge == 0 || maxAge > MAX_PERIOD) revert InvalidPeriod(MAX_PERIOD);
        if (maxJumpBps == 0 || maxJumpBps > SlashMath.BPS) revert InvalidBps(maxJumpBps);
        RateInfo storage rate = _rates[uint256(asset)];
        (rate.source, rate.maxAge, rate.maxJumpBps) = (source, maxAge, maxJumpBps);
        emit RateSourceSet(asset, source, maxAge, maxJumpBps);
    }

    /// @dev A plain call rather than `try`: an answer of the wrong shape must end in our error too.
    function _read(Asset asset, address source) private view returns (uint256 rateE18, uint64 updatedAt) {
        (bool ok, bytes memory answer) = source.staticcall(abi.encodeCall(IRateSource.latestRate, ()));
        if (!ok || answer.length != 64) revert RateSourceFailed(asset, source);
        uint256 time;
        (rateE18, time) = abi.decode(answer, (uint256, uint256));
        if (time > type(uint64).max) revert RateSourceFailed(asset, source);
        updatedAt = uint64(time);
    }
}
