// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract DisputesTest is RegistryTest {
    uint256 private id;

    function setUp() public override {
        super.setUp();
        _aliceWith(10 ether);
        vm.prank(alice);
        registry.setManager(manager, true);
        id = _propose(alice, 2_000);
    }

    function test_disputeSlash_upToDisputeUntil() public {
        _skip(DISPUTE_WINDOW);
        uint64 resolveBy = _time() + RESOLUTION_WINDOW;
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashDisputed(
            id, alice, alice, BOND, keccak256("my side"), "ipfs://my-side", resolveBy, resolveBy + EXECUTION_WINDOW, 7
        );
        _dispute(id);
        assertEq(_state(id), SlashState.Disputed);
    }

    function test_disputeSlash_revertsWithWindowClosed() public {
        _skip(DISPUTE_WINDOW + 1);
        expectError(WindowClosed.selector);
        vm.prank(alice);
        registry.disputeSlash{value: BOND}(id, keccak256("my side"), "");
    }

    function test_disputeSlash_reverts() public {
        expectError(NotAuthorized.selector);
        vm.prank(stranger);
        registry.disputeSlash{value: BOND}(id, keccak256("x"), "");
        vm.startPrank(manager);
        expectError(abi.encodeWithSelector(WrongBond.selector, BOND));
        registry.disputeSlash{value: BOND - 1}(id, keccak256("x"), "");
        expectError(abi.encodeWithSelector(WrongBond.selector, BOND));
        registry.disputeSlash{value: BOND + 1}(id, keccak256("x"), "");
        expectError(EvidenceMissing.selector);
        registry.disputeSlash{value: BOND}(id, 0, "");
        registry.disputeSlash{value: BOND}(id, keccak256("x"), "");
        expectError(abi.encodeWithSelector(WrongSlashState.selector, id, SlashState.Disputed));
        registry.disputeSlash{value: BOND}(id, keccak256("x"), "");
        vm.stopPrank();
    }

    function test_resolveDispute_overturned_returnsBond() public {
        vm.prank(manager);
        registry.disputeSlash{value: BOND}(id, keccak256("x"), "");
        vm.expectEmit(true, true, true, true, address(registry));
        emit BondSettled(id, manager, BOND, false);
        _resolve(id, DisputeOutcome.Overturned, 0);
        assertEq(_state(id), SlashState.Cancelled);
        assertEq(registry.getOperator(alice).locked[0], 0);
        assertEq(registry.bondOf(manager), BOND);
        uint256 before = manager.balance;
        vm.prank(manager);
        registry.claimBond();
        assertEq(manager.balance - before, BOND);
        expectError(NothingToClaim.selector);
        vm.prank(manager);
        registry.claimBond();
    }

    function test_resolveDispute_upheld_forfeitsBond() public {
        _dispute(id);
        _skip(RESOLUTION_WINDOW);
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashResolved(
            id,
            alice,
            resolver,
            DisputeOutcome.Upheld,
            2_000,
            [uint256(2 ether), 0],
            [uint256(2 ether), 0],
            _time() + EXECUTION_WINDOW,
            "heard",
            8
        );
        vm.expectEmit(true, true, true, true, address(registry));
        emit BondSettled(id, treasury, BOND, true);
        _resolve(id, DisputeOutcome.Upheld, 0);
        assertEq(registry.treasuryOwed(Asset.ETH), BOND);
        _approve(id);
        _skip(EXECUTION_WINDOW);
        registry.executeSlash(id);
        assertEq(registry.treasuryOwed(Asset.ETH), 2 ether + BOND);
    }

    function test_resolveDispute_upheld_expiresUnexecuted() public {
        _dispute(id);
        _resolve(id, DisputeOutcome.Upheld, 0);
        _skip(EXECUTION_WINDOW + 1);
        expectError(WindowClosed.selector);
        registry.executeSlash(id);
        registry.expireSlash(id);
        assertEq(_state(id), SlashState.Expired);
        assertEq(registry.bondOf(alice), 0, "it was forfeited");
    }

    function test_resolveDispute_reducedBelowLarge_needsNoApproval() public {
        _dispute(id);
        _resolve(id, DisputeOutcome.Reduced, 1_000);
        Slash memory s = registry.getSlash(id);
        assertEq(s.state, SlashState.Upheld);
        assertEq(s.terms.bps, 1_000);
        assertEq(s.terms.units[0], 1 ether);
        assertEq(s.terms.value, 1 ether);
        assertEq(registry.getOperator(alice).locked[0], 1 ether);
        (, uint256 live) = registry.slashedBps(alice);
        assertEq(live, 1_000);
        registry.executeSlash(id);
        assertEq(registry.getOperator(alice).active[0], 9 ether);
    }

    function test_resolveDispute_reducedButLarge_stillNeedsApproval() public {
        _dispute(id);
        _resolve(id, DisputeOutcome.Reduced, 1_500);
        expectError(abi.encodeWithSelector(ApprovalNeeded.selector, id));
        registry.executeSlash(id);
    }

    function test_resolveDispute_silence_letsTheOriginalStand() public {
        _dispute(id);
        _approve(id);
        _skip(RESOLUTION_WINDOW);
        expectError(WindowOpen.selector);
        registry.executeSlash(id);
        _skip(1);
        expectError(WindowClosed.selector);
        _resolve(id, DisputeOutcome.Overturned, 0);
        registry.executeSlash(id);
        assertEq(registry.bondOf(alice), BOND, "silence returns the bond");
        assertEq(registry.getOperator(alice).active[0], 8 ether);
    }

    function test_resolveDispute_silence_thenExpiry_returnsBond() public {
        _dispute(id);
        _skip(RESOLUTION_WINDOW + EXECUTION_WINDOW + 1);
        registry.expireSlash(id);
        assertEq(registry.bondOf(alice), BOND);
    }

    function test_cancelSlash_disputed_returnsBond() public {
        _dispute(id);
        vm.prank(proposer);
        registry.cancelSlash(id, "they are right");
        assertEq(registry.bondOf(alice), BOND);
    }

    function test_resolveDispute_revertsWithResolverIsParty() public {
        (bool ok,) = address(registry).call("");
        assertTrue(!ok);
        vm.startPrank(admin);
        (ok,) = address(registry)
            .call(abi.encodeWithSignature("grantRole(bytes32,address)", keccak256("DISPUTE_RESOLVER"), proposer));
        vm.stopPrank();
        assertTrue(ok);
        _dispute(id);
        expectError(ResolverIsParty.selector);
        vm.prank(proposer);
        registry.resolveDispute(id, DisputeOutcome.Upheld, 0, "I said so");
    }

    function test_resolveDispute_neverByTheOperatorOrItsManager() public {
        vm.startPrank(admin);
        for (uint256 i; i < 2; ++i) {
            (bool ok,) = address(registry)
                .call(
                    abi.encodeWithSignature(
                        "grantRole(bytes32,address)", keccak256("DISPUTE_RESOLVER"), i == 0 ? alice : manager
                    )
                );
            assertTrue(ok);
        }
        vm.stopPrank();
        _dispute(id);
        expectError(ResolverIsParty.selector);
        vm.prank(alice);
        registry.resolveDispute(id, DisputeOutcome.Overturned, 0, "I did nothing");
        expectError(ResolverIsParty.selector);
        vm.prank(manager);
        registry.resolveDispute(id, DisputeOutcome.Overturned, 0, "she did nothing");
    }

    function test_resolveDispute_reverts() public {
        expectError(abi.encodeWithSelector(WrongSlashState.selector, id, SlashState.Proposed));
        _resolve(id, DisputeOutcome.Upheld, 0);
        _dispute(id);
        expectMissingRole(stranger, "DISPUTE_RESOLVER");
        vm.prank(stranger);
        registry.resolveDispute(id, DisputeOutcome.Upheld, 0, "");
        expectError(InvalidOutcome.selector);
        _resolve(id, DisputeOutcome.None, 0);
        expectError(InvalidReduction.selector);
        _resolve(id, DisputeOutcome.Reduced, 0);
        expectError(InvalidReduction.selector);
        _resolve(id, DisputeOutcome.Reduced, 2_000);
        expectError(InvalidReduction.selector);
        _resolve(id, DisputeOutcome.Upheld, 100);
    }

    function test_disputeSlash_withoutBond() public {
        SlashParams memory params = _slashParams();
        params.disputeBond = 0;
        vm.prank(governance);
        registry.setSlashParams(params);
        _skip(COOLDOWN);
        uint256 free = _propose(alice, 100);
        _dispute(free);
        _resolve(free, DisputeOutcome.Overturned, 0);
        assertEq(registry.bondOf(alice), 0);
    }
}
