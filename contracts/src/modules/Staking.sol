// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IWstETH} from "../interfaces/ILido.sol";
import {PauseBits} from "../libraries/PauseClock.sol";
import {Stake} from "../libraries/Stake.sol";
import {Operators} from "./Operators.sol";

/// @title Putting stake in, and the one way units leave
abstract contract Staking is Operators, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    address public immutable override wstETH;
    address public immutable override stETH;

    constructor(address wstETH_, address stETH_) {
        if (wstETH_ == address(0) && stETH_ != address(0)) revert StETHWithoutWstETH();
        if (wstETH_ != address(0) && wstETH_.code.length == 0) revert NoCode(wstETH_);
        if (stETH_ != address(0) && stETH_.code.length == 0) revert NoCode(stETH_);
        wstETH = wstETH_;
        stETH = stETH_;
    }

    function stake(address operator) external payable nonReentrant {
        _credit(operator, Asset.ETH, msg.value, msg.value);
    }

    function stakeAsset(address operator, Asset asset, uint256 units) external nonReentrant {
        if (asset == Asset.ETH || wstETH == address(0)) revert AssetNotSupported(asset);
        uint256 before = _balance(wstETH);
        IERC20(wstETH).safeTransferFrom(msg.sender, address(this), units);
        _credit(operator, asset, units, _balance(wstETH) - before);
    }

    function stakeStETH(address operator, uint256 amount) external nonReentrant {
        if (stETH == address(0)) revert AssetNotSupported(Asset.WSTETH);
        // A transfer of stETH may bring 1-2 wei less than asked, and so may wrapping: both are measured.
        uint256 before = _balance(stETH);
        IERC20(stETH).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = _balance(stETH) - before;
        before = _balance(wstETH);
        IERC20(stETH).forceApprove(wstETH, received);
        IWstETH(wstETH).wrap(received);
        _credit(operator, Asset.WSTETH, received, _balance(wstETH) - before);
    }

    function _balance(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }

    /// @dev A stranger's wei must not undo leaving, so once nothing is active only the operator's side may start again.
    function _credit(address operator, Asset asset, uint256 amountIn, uint256 units) private {
        _requireRunning(PauseBits.STAKING);
        Operator storage op = _registered(operator);
        if (op.everStaked && !_hasActive(op) && !_isOperatorOrManager(operator)) revert LeavingOrExited(operator);
        if (units == 0) revert ZeroAmount();
        uint256 rateE18 = _rates[uint256(asset)].rateE18;
        if (rateE18 == 0) revert RateMissing(asset);
        Pool storage pool = op.pools[uint256(asset)];
        uint256 unbonding = pool.unbonding;
        uint256 activeAfter = pool.active + units;
        if (activeAfter + unbonding > Stake.MAX_UNITS) revert TooManyUnits();
        _settleFirst(operator, op);
        pool.active = uint96(activeAfter);
        if (!op.everStaked) op.everStaked = true;
        emit Staked(
            operator, msg.sender, asset, amountIn, units, rateE18, activeAfter, activeAfter + unbonding, _nextSeq(op)
        );
        _settle(operator, op, StatusCause.Stake, 0);
    }

    /// @dev The only way out. State must be final before it is called: the recipient may be a contract.
    function _pay(Asset asset, address to, uint256 units) internal {
        if (units == 0) return;
        if (asset == Asset.ETH) {
            (bool ok,) = to.call{value: units}("");
            if (!ok) revert PaymentFailed(to);
        } else {
            IERC20(wstETH).safeTransfer(to, units);
        }
    }
}
