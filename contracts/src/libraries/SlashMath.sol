// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDINRegistryTypes} from "../interfaces/IDINRegistryTypes.sol";

/// @title Sizes of slashes
/// @dev What is taken rounds down; what is counted against a cap rounds up. Both favour the operator.
library SlashMath {
    uint256 internal constant BPS = 10_000;

    /// @notice The most one slash may take, and all slashes over {CAP_PERIOD} together.
    uint256 internal constant MAX_BPS = 5_000;

    uint256 internal constant CAP_PERIOD = 30 days;

    /// @notice `part` of `whole` in basis points, rounded up. `whole` must not be 0.
    function bpsUp(uint256 part, uint256 whole) internal pure returns (uint256) {
        return (part * BPS + whole - 1) / whole;
    }

    /// @notice `numerator / denominator` of `units`, rounded down.
    function share(uint256 units, uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        return (units * numerator) / denominator;
    }

    /// @notice Splits what is taken over active and unbonding stake in their proportion; the odd unit comes from active.
    /// @dev `taken` ≤ `active + unbonding`, which must not be 0; then neither part exceeds its pool.
    function split(uint256 taken, uint256 active, uint256 unbonding)
        internal
        pure
        returns (uint256 fromActive, uint256 fromUnbonding)
    {
        fromUnbonding = (taken * unbonding) / (active + unbonding);
        fromActive = taken - fromUnbonding;
    }

    /// @notice How severe a slash of `bps` is, where nobody said.
    function severityOf(uint256 bps) internal pure returns (IDINRegistryTypes.Severity) {
        if (bps < 200) return IDINRegistryTypes.Severity.Low;
        if (bps < 500) return IDINRegistryTypes.Severity.Medium;
        if (bps < 1_000) return IDINRegistryTypes.Severity.High;
        return IDINRegistryTypes.Severity.Critical;
    }
}
