// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPriceFeed, ChainlinkRateSource} from "../../src/rates/ChainlinkRateSource.sol";
import {LidoRateSource} from "../../src/rates/LidoRateSource.sol";
import {IStETH} from "../../src/interfaces/ILido.sol";
import {MockPriceFeed} from "../mocks/MockRates.sol";
import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract RatesTest is RegistryTest {
    function test_pokeRate() public {
        _skip(100);
        rateSource.set(1.23e18, _time() - 60);
        vm.expectEmit(true, true, true, true, address(registry));
        emit RateObserved(Asset.WSTETH, 1.23e18, _time() - 60, address(rateSource));
        registry.pokeRate(Asset.WSTETH);
        assertEq(registry.rateOf(Asset.WSTETH).rateE18, 1.23e18);
        assertEq(registry.rateOf(Asset.ETH).rateE18, 1e18);
    }

    function test_pokeRate_staleness() public {
        _skip(2 days);
        rateSource.set(1.2e18, _time() - 1 days - 1);
        _refused(RateStale.selector);
        rateSource.set(1.2e18, _time() + 1);
        _refused(RateStale.selector);
        rateSource.set(1.2e18, _time() - 1 days);
        registry.pokeRate(Asset.WSTETH);
        rateSource.set(1.2e18, _time() - 1 days - 1); // older than the one recorded
        _refused(RateStale.selector);
    }

    function test_pokeRate_maximumJump() public {
        rateSource.set(1.26e18 + 1, 0);
        _refused(RateJumped.selector);
        rateSource.set(1.14e18 - 1, 0);
        _refused(RateJumped.selector);
        rateSource.set(1.26e18, 0); // 5 % exactly
        registry.pokeRate(Asset.WSTETH);
    }

    function test_pokeRate_revertsWithRateOutOfRange() public {
        rateSource.set(0, 0);
        _refused(RateOutOfRange.selector);
        rateSource.set(uint256(type(uint96).max) + 1, 0);
        _refused(RateOutOfRange.selector);
    }

    function test_pokeRate_revertsWithRateSourceFailed() public {
        rateSource.setFailing(true);
        _refused(RateSourceFailed.selector);
        vm.prank(governance);
        registry.setRateSource(Asset.WSTETH, address(wstETH), 1 days, 500); // knows no latestRate
        _refused(RateSourceFailed.selector);
        address future = address(new WideSource(type(uint64).max));
        vm.prank(governance);
        registry.setRateSource(Asset.WSTETH, future, 1 days, 500);
        _refused(RateStale.selector);
        address tooWide = address(new WideSource(uint256(type(uint64).max) + 1));
        vm.prank(governance);
        registry.setRateSource(Asset.WSTETH, tooWide, 1 days, 500);
        _refused(RateSourceFailed.selector);
    }

    function test_pokeRate_revertsWithNoRateSource() public {
        expectError(abi.encodeWithSelector(NoRateSource.selector, Asset.ETH));
        registry.pokeRate(Asset.ETH);
    }

    function test_setRateSource_reverts() public {
        expectMissingRole(stranger, "GOVERNANCE");
        vm.prank(stranger);
        registry.setRateSource(Asset.WSTETH, address(rateSource), 1, 1);
        vm.startPrank(governance);
        expectError(InvalidRateSource.selector);
        registry.setRateSource(Asset.ETH, address(rateSource), 1, 1);
        expectError(InvalidRateSource.selector);
        registry.setRateSource(Asset.WSTETH, stranger, 1, 1);
        expectError(InvalidPeriod.selector);
        registry.setRateSource(Asset.WSTETH, address(rateSource), 0, 1);
        expectError(InvalidPeriod.selector);
        registry.setRateSource(Asset.WSTETH, address(rateSource), 365 days + 1, 1);
        expectError(InvalidBps.selector);
        registry.setRateSource(Asset.WSTETH, address(rateSource), 1, 0);
        expectError(InvalidBps.selector);
        registry.setRateSource(Asset.WSTETH, address(rateSource), 1, 10_001);
        vm.expectEmit(true, true, true, true, address(registry));
        emit RateSourceSet(Asset.WSTETH, address(rateSource), 2 days, 100);
        registry.setRateSource(Asset.WSTETH, address(rateSource), 2 days, 100);
        vm.stopPrank();
    }

    function test_lidoRateSource() public {
        LidoRateSource lido = new LidoRateSource(IStETH(address(stETH)));
        (uint256 rateE18, uint64 updatedAt) = lido.latestRate();
        assertEq(rateE18, 1.2e18);
        assertEq(updatedAt, _time());
        expectError(LidoRateSource.NoCode.selector);
        new LidoRateSource(IStETH(stranger));
    }

    function test_chainlinkRateSource_scalesToEighteenDigits() public {
        _chainlink(8, 1.2e8, 1.2e18);
        _chainlink(18, 1.2e18, 1.2e18);
        _chainlink(27, 1.2e27 + 1, 1.2e18);
        _chainlink(0, 3, 3e18);
    }

    function test_chainlinkRateSource_revertsWithBadAnswer() public {
        MockPriceFeed feed = new MockPriceFeed(18, 0);
        ChainlinkRateSource source = new ChainlinkRateSource(IPriceFeed(address(feed)));
        expectError(ChainlinkRateSource.BadAnswer.selector);
        source.latestRate();
        feed.set(-1, _time());
        expectError(ChainlinkRateSource.BadAnswer.selector);
        source.latestRate();
        feed.set(1.2e18, 0);
        expectError(ChainlinkRateSource.BadAnswer.selector);
        source.latestRate();
        feed.set(1.2e18, uint256(type(uint64).max) + 1);
        expectError(ChainlinkRateSource.BadAnswer.selector);
        source.latestRate();
        feed.set(type(int256).max, _time());
        expectError(ChainlinkRateSource.BadAnswer.selector);
        source.latestRate();
    }

    function test_chainlinkRateSource_constructorReverts() public {
        expectError(ChainlinkRateSource.NoCode.selector);
        new ChainlinkRateSource(IPriceFeed(stranger));
        MockPriceFeed feed = new MockPriceFeed(37, 1);
        expectError(ChainlinkRateSource.TooManyDecimals.selector);
        new ChainlinkRateSource(IPriceFeed(address(feed)));
    }

    function test_pokeRate_throughAChainlinkFeed() public {
        MockPriceFeed feed = new MockPriceFeed(18, 1.21e18);
        ChainlinkRateSource source = new ChainlinkRateSource(IPriceFeed(address(feed)));
        vm.prank(governance);
        registry.setRateSource(Asset.WSTETH, address(source), 1 days, 500);
        registry.pokeRate(Asset.WSTETH);
        assertEq(registry.rateOf(Asset.WSTETH).rateE18, 1.21e18);
        feed.set(0, _time());
        _refused(RateSourceFailed.selector);
    }

    function _chainlink(uint8 decimals, int256 answer, uint256 expected) private {
        MockPriceFeed feed = new MockPriceFeed(decimals, answer);
        (uint256 rateE18, uint64 updatedAt) = new ChainlinkRateSource(IPriceFeed(address(feed))).latestRate();
        assertEq(rateE18, expected);
        assertEq(updatedAt, _time());
    }

    function _refused(bytes4 selector) private {
        expectError(selector);
        registry.pokeRate(Asset.WSTETH);
    }
}

/// @dev Answers times that fit no uint64.
contract WideSource {
    uint256 private immutable time;

    constructor(uint256 time_) {
        time = time_;
    }

    function latestRate() external view returns (uint256, uint256) {
        return (1.2e18, time);
    }
}
