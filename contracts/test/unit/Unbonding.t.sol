// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract UnbondingTest is RegistryTest {
    function test_unstake_request() public {
        _aliceWith(5 ether);
        vm.expectEmit(true, true, true, true, address(registry));
        emit UnstakeRequested(
            alice, 1, alice, Asset.ETH, 2 ether, 1e27, 0, uint64(START) + UNSTAKE_DELAY, 3 ether, 2 ether, 5
        );
        vm.prank(alice);
        registry.unstake(alice, 2 ether);
        UnstakeRequest memory request = registry.getUnstakeRequest(1);
        assertEq(request.units, 2 ether);
        assertEq(request.recipient, alice);
    }

    function test_unstake_everythingLeaves_whateverAStrangerAdds() public {
        _aliceWith(5 ether);
        _stakeEth(alice, 1); // a stranger's wei, just before
        vm.prank(alice);
        registry.unstake(alice, type(uint256).max);
        assertEq(registry.getUnstakeRequest(1).units, 5 ether + 1);
        assertEq(_status(alice), OperatorStatus.Leaving);
        expectError(ZeroAmount.selector);
        vm.prank(alice);
        registry.unstake(alice, type(uint256).max);
    }

    function test_unstake_byManagerToOperatorOnly() public {
        _aliceWith(5 ether);
        vm.prank(alice);
        registry.setManager(manager, true);
        vm.prank(manager);
        registry.unstake(alice, 1 ether);
        expectError(NotAuthorized.selector);
        vm.prank(manager);
        registry.unstakeAsset(alice, Asset.ETH, 1 ether, manager);
        vm.prank(alice);
        registry.unstakeAsset(alice, Asset.ETH, 1 ether, stranger);
        assertEq(registry.getUnstakeRequest(2).recipient, stranger);
    }

    function test_unstake_reverts() public {
        expectError(abi.encodeWithSelector(NotRegistered.selector, alice));
        vm.prank(alice);
        registry.unstake(alice, 1);
        _aliceWith(1 ether);
        expectError(NotAuthorized.selector);
        vm.prank(stranger);
        registry.unstake(alice, 1);
        vm.startPrank(alice);
        expectError(ZeroAmount.selector);
        registry.unstake(alice, 0);
        expectError(abi.encodeWithSelector(InsufficientActive.selector, 1 ether));
        registry.unstake(alice, 1 ether + 1);
        expectError(abi.encodeWithSelector(InvalidRecipient.selector, address(0)));
        registry.unstakeAsset(alice, Asset.ETH, 1, address(0));
        expectError(abi.encodeWithSelector(InvalidRecipient.selector, address(registry)));
        registry.unstakeAsset(alice, Asset.ETH, 1, address(registry));
        vm.stopPrank();
    }

    function test_claimUnstake_strictlyAfterUnlock() public {
        _aliceWith(5 ether);
        uint256 id = _unstake(alice, 2 ether);
        _skip(UNSTAKE_DELAY);
        assertEq(registry.claimable(id), 0);
        expectError(abi.encodeWithSelector(NotMatured.selector, uint64(START) + UNSTAKE_DELAY));
        _claim(id);
        _skip(1);
        assertEq(registry.claimable(id), 2 ether);
        vm.expectEmit(true, true, true, true, address(registry));
        emit UnstakeClaimed(alice, id, alice, Asset.ETH, 2 ether, 0, 0, 1e27, 0, 6);
        uint256 before = alice.balance;
        _claim(id);
        assertEq(alice.balance - before, 2 ether);
        assertEq(registry.claimable(id), 0);
    }

    function test_claimUnstake_paysRecipientWhoeverOfTheThreeCalls() public {
        _aliceWith(5 ether);
        vm.prank(alice);
        uint256 id = registry.unstakeAsset(alice, Asset.ETH, 1 ether, bob);
        _skip(UNSTAKE_DELAY + 1);
        expectError(NotAuthorized.selector);
        vm.prank(stranger);
        registry.claimUnstake(id);
        uint256 before = bob.balance;
        vm.prank(bob);
        registry.claimUnstake(id);
        assertEq(bob.balance - before, 1 ether);
    }

    function test_claimUnstake_wstETH() public {
        _register(alice);
        _stakeWst(alice, 3 ether);
        vm.prank(alice);
        uint256 id = registry.unstakeAsset(alice, Asset.WSTETH, 2 ether, bob);
        _skip(UNSTAKE_DELAY + 1);
        uint256 before = wstETH.balanceOf(bob);
        _claim(id);
        assertEq(wstETH.balanceOf(bob) - before, 2 ether);
        assertEq(wstETH.balanceOf(address(registry)), 1 ether);
    }

    function test_claimUnstake_twice_revertsWithRequestClosed() public {
        _aliceWith(5 ether);
        uint256 id = _unstake(alice, 2 ether);
        _skip(UNSTAKE_DELAY + 1);
        _claim(id);
        expectError(abi.encodeWithSelector(RequestClosed.selector, id));
        _claim(id);
        expectError(abi.encodeWithSelector(RequestClosed.selector, 99));
        registry.claimUnstake(99);
    }

    function test_cancelUnstake() public {
        _aliceWith(5 ether);
        uint256 id = _unstake(alice, 5 ether);
        vm.expectEmit(true, true, true, true, address(registry));
        emit UnstakeCancelled(alice, id, Asset.ETH, 5 ether, 0, 5 ether, 0, 7);
        vm.prank(alice);
        registry.cancelUnstake(id);
        assertEq(_status(alice), OperatorStatus.Active);
        expectError(abi.encodeWithSelector(RequestClosed.selector, id));
        vm.prank(alice);
        registry.cancelUnstake(id);
    }

    function test_cancelUnstake_afterSlash_returnsWhatIsLeft() public {
        _aliceWith(10 ether);
        uint256 id = _unstake(alice, 4 ether);
        _slashNow(alice, 1_000);
        vm.prank(alice);
        registry.cancelUnstake(id);
        OperatorInfo memory info = registry.getOperator(alice);
        assertEq(info.active[0], 9 ether);
        assertEq(info.unbonding[0], 0);
    }

    function test_cancelUnstake_revertsWithNotAuthorized() public {
        _aliceWith(5 ether);
        vm.prank(alice);
        uint256 id = registry.unstakeAsset(alice, Asset.ETH, 1 ether, bob);
        expectError(NotAuthorized.selector);
        vm.prank(bob); // the recipient may claim, not take the money back
        registry.cancelUnstake(id);
    }

    function test_slash_lowersEveryOpenRequest() public {
        _aliceWith(10 ether);
        uint256 a = _unstake(alice, 2 ether);
        uint256 b = _unstake(alice, 3 ether);
        _slashNow(alice, 1_000);
        _skip(UNSTAKE_DELAY + 1);
        assertEq(registry.claimable(a), 1.8 ether);
        assertEq(registry.claimable(b), 2.7 ether);
        assertEq(registry.getOperator(alice).active[0], 4.5 ether);
    }

    function test_claimUnstake_keepsWhatLiveSlashesReserve() public {
        _aliceWith(10 ether);
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        uint256 slashId = _propose(alice, 500);
        assertEq(registry.claimable(id), 9.5 ether);
        vm.expectEmit(true, true, true, true, address(registry));
        emit UnstakeClaimed(alice, id, alice, Asset.ETH, 9.5 ether, 0, 0.5 ether, 1e27, 0.5 ether, 8);
        _claim(id);
        expectError(abi.encodeWithSelector(AllLocked.selector, id));
        _claim(id);
        vm.prank(proposer);
        registry.cancelSlash(slashId, "a mistake");
        _claim(id);
        assertEq(address(registry).balance, 0);
        assertEq(_status(alice), OperatorStatus.Inactive);
    }

    function test_claimUnstake_rebasedRequestIsSlashedOnce() public {
        _aliceWith(10 ether);
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        uint256 slashId = _propose(alice, 500);
        _claim(id);
        _skip(DISPUTE_WINDOW + 1);
        registry.executeSlash(slashId); // takes all that is left: the epoch ends
        (uint256 factor, uint64 epoch) = registry.unbondingFactor(alice, Asset.ETH);
        assertEq(factor, 1e27);
        assertEq(epoch, 1);
        assertEq(registry.claimable(id), 0);
        _claim(id); // pays 0, closes
        assertEq(registry.getUnstakeRequest(id).units, 0);
    }

    function test_claimUnstake_lastRequestReceivesTheRemainder() public {
        _aliceWith(9 ether + 7);
        uint256 a = _unstake(alice, 3 ether + 1);
        uint256 b = _unstake(alice, 3 ether + 5);
        _slashNow(alice, 333);
        _skip(UNSTAKE_DELAY + 1);
        _claim(a);
        uint256 left = registry.getOperator(alice).unbonding[0];
        assertEq(registry.claimable(b), left);
        _claim(b);
        assertEq(registry.getOperator(alice).unbonding[0], 0);
    }

    function test_slash_factorWithoutDigits_endsTheEpochAndReturnsDust() public {
        _aliceWith(10 ether);
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        uint256 slashId = _propose(alice, 500);
        _claim(id);
        _stakeEth(alice, 1);
        uint256 dust = _unstake(alice, 1);
        _skip(DISPUTE_WINDOW + 1);
        registry.executeSlash(slashId); // leaves 1 wei of 0.5 ETH unbonding
        OperatorInfo memory info = registry.getOperator(alice);
        (uint256 factor, uint64 epoch) = registry.unbondingFactor(alice, Asset.ETH);
        assertEq(info.active[0], 1);
        assertEq(info.unbonding[0], 0);
        assertEq(factor, 1e27);
        assertEq(epoch, 1);
        _skip(UNSTAKE_DELAY + 1);
        uint256 again = _unstake(alice, 1);
        _claim(dust); // of the old epoch: pays nothing
        _skip(UNSTAKE_DELAY + 1);
        assertEq(registry.claimable(again), 1);
    }

    function test_claimUnstake_noPauseBlocksIt() public {
        _aliceWith(5 ether);
        uint256 id = _unstake(alice, 2 ether);
        _skip(UNSTAKE_DELAY + 1);
        vm.prank(pauser);
        registry.pause(31);
        _claim(id);
    }

    function test_unstakeDelay_changeSparesOpenRequests() public {
        _aliceWith(5 ether);
        uint256 id = _unstake(alice, 2 ether);
        vm.prank(governance);
        registry.setUnstakeDelay(30 days);
        _skip(UNSTAKE_DELAY + 1);
        _claim(id);
    }
}
