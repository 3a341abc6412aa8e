// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Where the ETH value of an asset is read
interface IRateSource {
    /// @notice The ETH value of 1e18 units, and the time it was true.
    function latestRate() external view returns (uint256 rateE18, uint64 updatedAt);
}
