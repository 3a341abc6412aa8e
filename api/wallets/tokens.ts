/** What is used of the tokens that can be staked. */
import { parseAbi } from "viem";

export const ERC20 = parseAbi([
  "function approve(address spender, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
]);

/** As ERC-6093 has them; tokens may use others, or words. */
export const ERC20_ERRORS = parseAbi([
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC20InvalidApprover(address approver)",
  "error ERC20InvalidReceiver(address receiver)",
  "error ERC20InvalidSender(address sender)",
  "error ERC20InvalidSpender(address spender)",
]);

/** Tokens, and the registry's functions that say where they are. */
export const STAKE_TOKENS = { WSTETH: "wstETH", STETH: "stETH" } as const;
export type StakeToken = keyof typeof STAKE_TOKENS;
