// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title The factor that lets one slash lower every open unbonding request without a loop
/// @dev A request remembers the factor of its moment; a slash lowers the pool's factor. Both steps round down, so the
/// requests of a pool together are never worth more than what the pool has unbonding.
library UnbondingMath {
    /// @notice The factor of a pool that no slash has touched in its epoch.
    uint256 internal constant FACTOR_ONE = 1e27;

    /// @notice Below this the factor has too few digits left to divide by fairly: the epoch ends.
    uint256 internal constant FACTOR_MIN = 1e18;

    /// @notice What `units` requested at `factorThen` are worth at `factorNow`, rounded down.
    function worth(uint256 units, uint256 factorThen, uint256 factorNow) internal pure returns (uint256) {
        return (units * factorNow) / factorThen;
    }

    /// @notice The factor after a slash took `taken` of `unbonding` units, rounded down. `unbonding` must not be 0.
    function lowered(uint256 factor, uint256 unbonding, uint256 taken) internal pure returns (uint256) {
        return (factor * (unbonding - taken)) / unbonding;
    }
}
