// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Units of stake and what they are worth
library Stake {
    /// @notice Rates are the ETH value of this many units.
    uint256 internal constant RATE_ONE = 1e18;

    /// @notice Units of one operator in one asset stay below this; with rates and factors below 2^96 no product overflows.
    uint256 internal constant MAX_UNITS = type(uint96).max;

    /// @notice Rates stay below this, for the same reason.
    uint256 internal constant MAX_RATE = type(uint96).max;

    /// @notice The ETH value of `units`, rounded down.
    function valueOf(uint256 units, uint256 rateE18) internal pure returns (uint256) {
        return (units * rateE18) / RATE_ONE;
    }

    /// @notice Whether `next` is within `maxJumpBps` of `last`, in either direction. The bound itself is allowed.
    function withinJump(uint256 last, uint256 next, uint256 maxJumpBps) internal pure returns (bool) {
        uint256 jump = next > last ? next - last : last - next;
        return jump * 10_000 <= last * maxJumpBps;
    }
}
