// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRateSource} from "../interfaces/IRateSource.sol";

/// @title What is used of a Chainlink price feed
interface IPriceFeed {
    function decimals() external view returns (uint8);
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}

/// @title wstETH's rate from a wstETH/ETH or wstETH/stETH exchange-rate feed
contract ChainlinkRateSource is IRateSource {
    /// @dev A feed of more digits is not an exchange rate; the bound keeps the scale from overflowing.
    uint8 private constant MAX_DECIMALS = 36;

    IPriceFeed public immutable feed;
    uint8 public immutable decimals;

    error NoCode(address target);
    error TooManyDecimals(uint8 decimals);
    error BadAnswer(int256 answer, uint256 updatedAt);

    constructor(IPriceFeed feed_) {
        if (address(feed_).code.length == 0) revert NoCode(address(feed_));
        uint8 decimals_ = feed_.decimals();
        if (decimals_ > MAX_DECIMALS) revert TooManyDecimals(decimals_);
        feed = feed_;
        decimals = decimals_;
    }

    /// @inheritdoc IRateSource
    /// @dev Rounds down when the feed has more than 18 digits. An unfinished round answers with `updatedAt` 0.
    function latestRate() external view returns (uint256 rateE18, uint64 updatedAt) {
        (, int256 answer,, uint256 answeredAt,) = feed.latestRoundData();
        if (
            answer <= 0 || answer > int256(uint256(type(uint128).max)) || answeredAt == 0
                || answeredAt > type(uint64).max
        ) {
            revert BadAnswer(answer, answeredAt);
        }
        uint256 positive = uint256(answer);
        rateE18 = decimals <= 18 ? positive * 10 ** (18 - decimals) : positive / 10 ** (decimals - 18);
        updatedAt = uint64(answeredAt);
    }
}
