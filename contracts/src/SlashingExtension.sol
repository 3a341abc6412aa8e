// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SlashLifecycle} from "./modules/SlashLifecycle.sol";

/// @title The slashing half of {DINRegistry}, run by delegatecall over the registry's storage
/// @dev On its own it is inert: its storage holds no operator and no role.
contract SlashingExtension is SlashLifecycle {}
