// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract OperatorsTest is RegistryTest {
    function test_registerOperator_byOperator() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorRegistered(alice, address(0), 2 ether, "", 1);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.None, OperatorStatus.Inactive, StatusCause.Registration, 0, 2);
        vm.prank(alice);
        registry.registerOperator(alice, 2 ether);
        OperatorInfo memory info = registry.getOperator(alice);
        assertEq(info.minStake, 2 ether);
        assertEq(info.registeredAt, START);
        assertEq(info.status, OperatorStatus.Inactive);
        assertEq(info.seq, 2);
    }

    function test_registerOperator_byManagerNamedBefore() public {
        vm.expectEmit(true, true, true, true, address(registry));
        emit ManagerSet(alice, manager, true, 1);
        vm.prank(alice);
        registry.setManager(manager, true);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorRegistered(alice, manager, 1 ether, "", 2);
        vm.prank(manager);
        registry.registerOperator(alice, 1 ether);
        assertTrue(registry.isManager(alice, manager));
    }

    function test_registerOperator_revertsWithNotAuthorized() public {
        expectError(NotAuthorized.selector);
        vm.prank(stranger);
        registry.registerOperator(alice, 1 ether);
    }

    function test_registerOperator_revertsWithAlreadyRegistered() public {
        _register(alice);
        expectError(abi.encodeWithSelector(AlreadyRegistered.selector, alice));
        vm.prank(alice);
        registry.registerOperator(alice, 1 ether);
    }

    function test_registerOperator_revertsWithMinStakeTooLow() public {
        expectError(abi.encodeWithSelector(MinStakeTooLow.selector, 1 ether - 1, 1 ether));
        vm.prank(alice);
        registry.registerOperator(alice, 1 ether - 1);
    }

    function test_setManager_dismissedManagerMayNothing() public {
        _aliceWith(2 ether);
        vm.startPrank(alice);
        registry.setManager(manager, true);
        registry.setManager(manager, false);
        vm.stopPrank();
        expectError(NotAuthorized.selector);
        vm.prank(manager);
        registry.unstake(alice, 1 ether);
    }

    function test_setManager_revertsWithInvalidManager() public {
        vm.startPrank(alice);
        expectError(abi.encodeWithSelector(InvalidManager.selector, address(0)));
        registry.setManager(address(0), true);
        expectError(abi.encodeWithSelector(InvalidManager.selector, alice));
        registry.setManager(alice, true);
        expectError(abi.encodeWithSelector(InvalidManager.selector, manager));
        registry.setManager(manager, false); // changes nothing
        vm.stopPrank();
    }

    function test_setMetadata() public {
        _register(alice);
        vm.expectEmit(true, true, true, true, address(registry));
        emit MetadataUpdated(alice, "ipfs://alice", 3);
        vm.prank(alice);
        registry.setMetadata(alice, "ipfs://alice");
        vm.assertEq(registry.getOperator(alice).metadataURI, "ipfs://alice");
    }

    function test_setMetadata_revertsWithNotRegistered() public {
        expectError(abi.encodeWithSelector(NotRegistered.selector, alice));
        vm.prank(alice);
        registry.setMetadata(alice, "ipfs://alice");
    }

    function test_setMetadata_revertsWithNotAuthorized() public {
        _register(alice);
        expectError(NotAuthorized.selector);
        vm.prank(stranger);
        registry.setMetadata(alice, "ipfs://alice");
    }

    function test_getOperator_ofNobody() public view {
        OperatorInfo memory info = registry.getOperator(stranger);
        assertEq(info.status, OperatorStatus.None);
        assertEq(info.registeredAt, 0);
    }

    function test_syncStatus_revertsWithNotRegistered() public {
        expectError(abi.encodeWithSelector(NotRegistered.selector, alice));
        registry.syncStatus(alice);
    }
}
