// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IDINRegistry} from "../../src/interfaces/IDINRegistry.sol";
import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

/// @dev An operator that is paid as a contract, and answers each payment with one call of its choice.
contract GreedyOperator {
    IDINRegistry private immutable registry;
    bytes private attack;
    bool public refusing;
    bool public tried;
    bytes public answer;

    constructor(IDINRegistry registry_) {
        registry = registry_;
    }

    function setAttack(bytes calldata attack_) external {
        attack = attack_;
    }

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    function run(bytes calldata call_, uint256 value) external {
        (bool ok, bytes memory reason) = address(registry).call{value: value}(call_);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    receive() external payable {
        if (refusing) revert("not now");
        if (attack.length == 0) return;
        tried = true;
        (, answer) = address(registry).call(attack);
    }
}

/// @dev Calls the registry back in the middle of every transfer, and may bring less than it says.
contract GreedyToken is ERC20("Greedy", "G") {
    IDINRegistry public registry;
    bytes public attack;
    bytes public answer;
    uint256 public fee;

    function set(IDINRegistry registry_, bytes calldata attack_, uint256 fee_) external {
        (registry, attack, fee) = (registry_, attack_, fee_);
    }

    function mint(address to, uint256 amount) external {
        super._update(address(0), to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount - fee);
        if (attack.length != 0) (, answer) = address(registry).call(attack);
    }
}

contract ReentrancyTest is RegistryTest {
    bytes4 private immutable reentered = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;

    function test_claimUnstake_recipientCannotClaimAgain() public {
        (GreedyOperator greedy, uint256 id) = _greedyWithMatureRequest();
        greedy.setAttack(abi.encodeCall(registry.claimUnstake, (id)));
        _claimAs(greedy, id);
        assertTrue(greedy.tried());
        assertEq(bytes32(bytes4(greedy.answer())), bytes32(reentered));
        assertEq(address(greedy).balance, 2 ether);
        assertEq(address(registry).balance, 3 ether);
    }

    function test_claimUnstake_recipientCannotReenterElsewhere() public {
        bytes[5] memory attacks = [
            abi.encodeCall(registry.claimUnstake, (2)),
            abi.encodeCall(registry.cancelUnstake, (2)),
            abi.encodeCall(registry.claimBond, ()),
            abi.encodeCall(registry.stake, (alice)),
            abi.encodeCall(registry.claimTreasury, (Asset.ETH))
        ];
        for (uint256 i; i < attacks.length; ++i) {
            (GreedyOperator greedy, uint256 id) = _greedyWithMatureRequest();
            greedy.setAttack(attacks[i]);
            _claimAs(greedy, id);
            assertEq(bytes32(bytes4(greedy.answer())), bytes32(reentered));
        }
    }

    function test_claimBond_recipientCannotClaimAgain() public {
        (GreedyOperator greedy,) = _greedyWithMatureRequest();
        uint256 slashId = _propose(address(greedy), 500);
        vm.deal(address(greedy), BOND);
        greedy.run(abi.encodeCall(registry.disputeSlash, (slashId, keccak256("x"), "")), BOND);
        _resolve(slashId, DisputeOutcome.Overturned, 0);
        greedy.setAttack(abi.encodeCall(registry.claimBond, ()));
        greedy.run(abi.encodeCall(registry.claimBond, ()), 0);
        assertEq(bytes32(bytes4(greedy.answer())), bytes32(reentered));
        assertEq(address(greedy).balance, BOND);
    }

    function test_claimUnstake_refusal_revertsWithPaymentFailed_andLosesNothing() public {
        (GreedyOperator greedy, uint256 id) = _greedyWithMatureRequest();
        greedy.setRefusing(true);
        expectError(abi.encodeWithSelector(PaymentFailed.selector, address(greedy)));
        _claimAs(greedy, id);
        greedy.setRefusing(false);
        _claimAs(greedy, id);
        assertEq(address(greedy).balance, 2 ether);
    }

    function test_slash_refusalOfADisputerHoldsNothingUp() public {
        (GreedyOperator greedy,) = _greedyWithMatureRequest();
        uint256 slashId = _propose(address(greedy), 500);
        vm.deal(address(greedy), BOND);
        greedy.run(abi.encodeCall(registry.disputeSlash, (slashId, keccak256("x"), "")), BOND);
        greedy.setRefusing(true);
        _skip(RESOLUTION_WINDOW + 1);
        registry.executeSlash(slashId);
        assertEq(registry.bondOf(address(greedy)), BOND);
    }

    function test_stakeAsset_tokenCannotReenter() public {
        GreedyToken token = _greedyRegistry();
        token.set(registry, abi.encodeCall(registry.stakeAsset, (alice, Asset.WSTETH, 1 ether)), 0);
        _stakeWst(alice, 1 ether);
        assertEq(bytes32(bytes4(token.answer())), bytes32(reentered));
        assertEq(registry.getOperator(alice).active[1], 1 ether);
    }

    function test_stakeAsset_creditsWhatCameIn() public {
        GreedyToken token = _greedyRegistry();
        token.set(registry, "", 0.1 ether);
        _stakeWst(alice, 1 ether);
        assertEq(registry.getOperator(alice).active[1], 0.9 ether);
        token.set(registry, "", 1 ether);
        expectError(ZeroAmount.selector);
        _stakeWst(alice, 1 ether);
    }

    function test_claimUnstake_tokenCannotReenter() public {
        GreedyToken token = _greedyRegistry();
        _stakeWst(alice, 2 ether);
        vm.prank(alice);
        uint256 id = registry.unstakeAsset(alice, Asset.WSTETH, 1 ether, address(token));
        _skip(UNSTAKE_DELAY + 1);
        token.set(registry, abi.encodeCall(registry.claimUnstake, (id)), 0);
        _claim(id);
        assertEq(bytes32(bytes4(token.answer())), bytes32(reentered));
        assertEq(token.balanceOf(address(registry)), 1 ether);
    }

    function _greedyWithMatureRequest() private returns (GreedyOperator greedy, uint256 id) {
        greedy = new GreedyOperator(registry);
        vm.deal(address(greedy), 5 ether);
        vm.startPrank(address(greedy));
        registry.registerOperator(address(greedy), 1 ether);
        registry.stake{value: 5 ether}(address(greedy));
        id = registry.unstakeAsset(address(greedy), Asset.ETH, 2 ether, address(greedy));
        vm.stopPrank();
        _skip(UNSTAKE_DELAY + 1);
    }

    function _claimAs(GreedyOperator greedy, uint256 id) private {
        greedy.run(abi.encodeCall(registry.claimUnstake, (id)), 0);
    }

    function _greedyRegistry() private returns (GreedyToken token) {
        token = new GreedyToken();
        InitialParams memory p = _params();
        p.wstETH = address(token);
        p.stETH = address(0);
        registry = _deploy(p);
        registry.pokeRate(Asset.WSTETH);
        _register(alice);
        token.mint(alice, 10 ether);
        vm.prank(alice);
        token.approve(address(registry), type(uint256).max);
    }
}
