// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {vm} from "../support/Vm.sol";
import {RegistryTest} from "../support/RegistryTest.sol";

/// @title One operator from registration to exit, with a slash on the way
contract SlashFlowTest is RegistryTest {
    function test_flow_stakeSlashLeave() public {
        _aliceWith(10 ether);
        assertEq(_status(alice), OperatorStatus.Active);
        uint256 requestId = _unstake(alice, 4 ether);
        _slashNow(alice, 500);
        assertEq(registry.treasuryOwed(Asset.ETH), 0.5 ether);
        assertEq(_status(alice), OperatorStatus.Slashed);
        _skip(UNSTAKE_DELAY + 1);
        uint256 before = alice.balance;
        _claim(requestId);
        assertEq(alice.balance - before, 3.8 ether);
        assertEq(_status(alice), OperatorStatus.Active);
        vm.prank(treasury);
        registry.claimTreasury(Asset.ETH);
        assertEq(address(registry).balance, 5.7 ether);
    }
}
