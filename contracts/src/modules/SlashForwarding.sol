// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SlashingExtension} from "../SlashingExtension.sol";
import {Parameters} from "./Parameters.sol";

/// @title The registry's side of slashing: reads it, and hands its calls to the extension
/// @dev One contract would pass EIP-170's limit. The extension is created by the constructor and can never be replaced;
/// only the functions named here reach it, with the caller, the value and the storage of the registry.
abstract contract SlashForwarding is Parameters {
    SlashingExtension public immutable slashingExtension = new SlashingExtension();

    function proposeSlash(ProposeArgs calldata) external returns (uint256) {
        return abi.decode(_forward(), (uint256));
    }

    function slash(address, uint256, string memory) external {
        _forward();
    }

    function approveSlash(uint256) external {
        _forward();
    }

    function disputeSlash(uint256, bytes32, string calldata) external payable {
        _forward();
    }

    function resolveDispute(uint256, DisputeOutcome, uint16, string calldata) external {
        _forward();
    }

    function executeSlash(uint256) external {
        _forward();
    }

    function cancelSlash(uint256, string calldata) external {
        _forward();
    }

    function expireSlash(uint256) external {
        _forward();
    }

    function getSlash(uint256 slashId) external view returns (Slash memory) {
        return _slashes[slashId];
    }

    function incidentUsed(bytes32 incidentKey) external view returns (bool) {
        return _incidentUsed[incidentKey];
    }

    function slashedBps(address operator) external view returns (uint256 executed, uint256 live) {
        Operator storage op = _operators[operator];
        return (_executedBps(op), op.liveBps);
    }

    function _forward() private returns (bytes memory) {
        return Address.functionDelegateCall(address(slashingExtension), msg.data);
    }
}
