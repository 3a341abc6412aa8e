// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Names of the registry's roles
library Roles {
    bytes32 internal constant GOVERNANCE = keccak256("GOVERNANCE");
    bytes32 internal constant SLASH_PROPOSER = keccak256("SLASH_PROPOSER");
    bytes32 internal constant DISPUTE_RESOLVER = keccak256("DISPUTE_RESOLVER");
    bytes32 internal constant PERFORMANCE_MONITOR = keccak256("PERFORMANCE_MONITOR");
    bytes32 internal constant PAUSER = keccak256("PAUSER");
}
