// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract StakingTest is RegistryTest {
    function test_stake_eth() public {
        _register(alice);
        vm.expectEmit(true, true, true, true, address(registry));
        emit Staked(alice, alice, Asset.ETH, 3 ether, 3 ether, 1e18, 3 ether, 3 ether, 3);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Inactive, OperatorStatus.Active, StatusCause.Stake, 0, 4);
        _stakeEth(alice, 3 ether);
        assertEq(registry.getOperator(alice).stakeValue, 3 ether);
    }

    function test_stake_byStrangerBeforeLeaving() public {
        _register(alice);
        vm.prank(stranger);
        registry.stake{value: 1 ether}(alice);
        assertEq(_status(alice), OperatorStatus.Active);
    }

    function test_stake_belowMinimumIsInactive() public {
        _aliceWith(1 ether - 1);
        assertEq(_status(alice), OperatorStatus.Inactive);
        _stakeEth(alice, 1);
        assertEq(_status(alice), OperatorStatus.Active);
    }

    function test_stake_revertsWithNotRegistered() public {
        expectError(abi.encodeWithSelector(NotRegistered.selector, alice));
        _stakeEth(alice, 1 ether);
    }

    function test_stake_revertsWithZeroAmount() public {
        _register(alice);
        expectError(ZeroAmount.selector);
        _stakeEth(alice, 0);
    }

    function test_stake_revertsWithTooManyUnits() public {
        _aliceWith(1 ether);
        vm.deal(alice, type(uint128).max);
        expectError(TooManyUnits.selector);
        _stakeEth(alice, uint256(type(uint96).max) - 1 ether + 1);
        _stakeEth(alice, uint256(type(uint96).max) - 1 ether);
    }

    function test_stake_revertsWithPlainTransfer() public {
        vm.prank(alice);
        (bool ok,) = address(registry).call{value: 1 ether}("");
        assertTrue(!ok);
    }

    function test_stakeAsset_wstETH() public {
        _register(alice);
        vm.expectEmit(true, true, true, true, address(registry));
        emit Staked(alice, alice, Asset.WSTETH, 5 ether, 5 ether, 1.2e18, 5 ether, 5 ether, 3);
        _stakeWst(alice, 5 ether);
        assertEq(registry.getOperator(alice).stakeValue, 6 ether);
        assertEq(wstETH.balanceOf(address(registry)), 5 ether);
    }

    function test_stakeAsset_revertsWithAssetNotSupported() public {
        _register(alice);
        expectError(abi.encodeWithSelector(AssetNotSupported.selector, Asset.ETH));
        vm.prank(alice);
        registry.stakeAsset(alice, Asset.ETH, 1 ether);
    }

    function test_stakeAsset_whereThereIsNone_revertsWithAssetNotSupported() public {
        InitialParams memory p = _params();
        (p.wstETH, p.stETH, p.rateSource) = (address(0), address(0), address(0));
        registry = _deploy(p);
        _register(alice);
        expectError(abi.encodeWithSelector(AssetNotSupported.selector, Asset.WSTETH));
        _stakeWst(alice, 1 ether);
        expectError(abi.encodeWithSelector(AssetNotSupported.selector, Asset.WSTETH));
        vm.prank(alice);
        registry.stakeStETH(alice, 1 ether);
    }

    function test_stakeAsset_revertsWithRateMissing() public {
        registry = _deploy(_params());
        _register(alice);
        vm.prank(alice);
        wstETH.approve(address(registry), 1 ether);
        expectError(abi.encodeWithSelector(RateMissing.selector, Asset.WSTETH));
        _stakeWst(alice, 1 ether);
    }

    function test_stakeStETH_creditsWhatWasMeasured() public {
        _register(alice);
        vm.prank(alice);
        registry.stakeStETH(alice, 1 ether + 1);
        uint256 units = registry.getOperator(alice).active[1];
        assertEq(units, wstETH.balanceOf(address(registry)));
        vm.assertGe(units + 2, uint256(1 ether + 1) * 1e18 / 1.2e18, "at most 2 wei lost");
        vm.assertLe(units, uint256(1 ether + 1) * 1e18 / 1.2e18, "nothing made up");
    }

    function test_stake_whileLeaving_revertsWithLeavingOrExited() public {
        _aliceWith(2 ether);
        _unstake(alice, 2 ether);
        assertEq(_status(alice), OperatorStatus.Leaving);
        expectError(abi.encodeWithSelector(LeavingOrExited.selector, alice));
        vm.prank(stranger);
        registry.stake{value: 1}(alice);
        _stakeEth(alice, 1);
        assertEq(_status(alice), OperatorStatus.Inactive);
    }

    function test_stake_afterExit_byManagerOnly() public {
        _aliceWith(2 ether);
        vm.prank(alice);
        registry.setManager(manager, true);
        uint256 requestId = _unstake(alice, 2 ether);
        _skip(UNSTAKE_DELAY + 1);
        _claim(requestId);
        assertEq(_status(alice), OperatorStatus.Inactive);
        expectError(abi.encodeWithSelector(LeavingOrExited.selector, alice));
        vm.prank(stranger);
        registry.stake{value: 1 ether}(alice);
        vm.prank(manager);
        registry.stake{value: 1 ether}(alice);
        assertEq(_status(alice), OperatorStatus.Active);
    }
}
