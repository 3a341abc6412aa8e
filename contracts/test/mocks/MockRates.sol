// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRateSource} from "../../src/interfaces/IRateSource.sol";
import {IPriceFeed} from "../../src/rates/ChainlinkRateSource.sol";

/// @notice A rate source that says what it is told. With `updatedAt` 0 it is always fresh.
contract MockRateSource is IRateSource {
    uint256 public rateE18;
    uint64 public updatedAt;
    bool public failing;

    constructor(uint256 rateE18_) {
        rateE18 = rateE18_;
    }

    function set(uint256 rateE18_, uint64 updatedAt_) external {
        (rateE18, updatedAt) = (rateE18_, updatedAt_);
    }

    function setFailing(bool failing_) external {
        failing = failing_;
    }

    function latestRate() external view returns (uint256, uint64) {
        require(!failing, "no rate today");
        return (rateE18, updatedAt == 0 ? uint64(block.timestamp) : updatedAt);
    }
}

/// @notice A Chainlink feed that says what it is told.
contract MockPriceFeed is IPriceFeed {
    uint8 public decimals;
    int256 public answer;
    uint256 public updatedAt;

    constructor(uint8 decimals_, int256 answer_) {
        (decimals, answer, updatedAt) = (decimals_, answer_, block.timestamp);
    }

    function set(int256 answer_, uint256 updatedAt_) external {
        (answer, updatedAt) = (answer_, updatedAt_);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (1, answer, updatedAt, updatedAt, 1);
    }
}
