// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

/// @title One call each, prepared in setUp: what `.gas-snapshot` watches
contract GasTest is RegistryTest {
    uint256 private request;
    uint256 private slashId;
    ProposeArgs private args;
    ScoreReport[] private reports;

    function setUp() public override {
        super.setUp();
        _aliceWith(10 ether);
        _stakeWst(alice, 10 ether);
        request = _unstake(alice, 2 ether);
        slashId = _propose(alice, 500);
        _skip(UNSTAKE_DELAY + 1 - DISPUTE_WINDOW);
        args = _args(alice, 500);
        for (uint64 i; i < 10; ++i) {
            reports.push(ScoreReport(alice, 9_000, _time() - 600, _time() - 300 + i, 1, keccak256("report")));
        }
    }

    function test_gas_registerOperator() public {
        _register(bob);
    }

    function test_gas_stake() public {
        _stakeEth(alice, 1 ether);
    }

    function test_gas_stakeAsset() public {
        _stakeWst(alice, 1 ether);
    }

    function test_gas_unstake() public {
        _unstake(alice, 1 ether);
    }

    function test_gas_claimUnstake() public {
        _skip(DISPUTE_WINDOW);
        _claim(request);
    }

    function test_gas_proposeSlash() public {
        vm.prank(proposer);
        registry.proposeSlash(args);
    }

    function test_gas_disputeSlash() public {
        vm.warp(START + DISPUTE_WINDOW);
        vm.prank(alice);
        registry.disputeSlash{value: BOND}(slashId, keccak256("my side"), "");
    }

    function test_gas_executeSlash() public {
        vm.warp(START + DISPUTE_WINDOW + 1);
        registry.executeSlash(slashId);
    }

    function test_gas_submitScores_ten() public {
        vm.prank(monitor);
        registry.submitScores(reports);
    }

    function test_gas_pokeRate() public {
        registry.pokeRate(Asset.WSTETH);
    }
}
