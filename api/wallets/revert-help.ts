/** What to do about each of the registry's errors, for people. An error that is missing here does not compile. */
import type { ContractErrorName } from "viem";
import type { dinRegistryAbi } from "../../abis/index.ts";
import type { ERC20_ERRORS } from "./tokens.ts";

type RegistryError = ContractErrorName<typeof dinRegistryAbi>;
type TokenError = ContractErrorName<typeof ERC20_ERRORS>;

const OF_REGISTRY: Readonly<Record<RegistryError, string>> = {
  NotAuthorized: "The account may not do this: it must be the operator, or a manager that the operator has named.",
  NotRegistered: "There is no such operator: register it first.",
  AlreadyRegistered: "The operator is registered already.",
  MinStakeTooLow: "The commitment is under the registry's minimum: give at least `required`.",
  InvalidManager: "A manager is another account than the operator and not zero; and the call must change something.",

  ZeroAmount: "The amount is zero, or nothing is active that could be asked back.",
  TooManyUnits: "The operator would hold more than the registry can count: less than 2^96 units.",
  AssetNotSupported: "The registry does not take this asset here, or not by this function.",
  RateMissing: "The asset has no recorded rate yet: record one with `pokeRate`.",
  LeavingOrExited: "The operator is leaving or has exited: only itself and its managers may stake again.",
  InsufficientActive: "Less than that is active: ask back `active` at most.",
  InvalidRecipient: "Neither the zero address nor the registry itself can be paid.",
  RequestClosed: "The request was never made, or was claimed or cancelled already.",
  NotMatured: "It is too early: the request can be claimed after `unlockAt`.",
  AllLocked: "Live slashes reserve all that the request could pay: try again when they have ended.",
  PaymentFailed: "The recipient does not accept ETH.",
  NothingToClaim: "Nothing is owed to the account.",

  InvalidViolationType: "A slash names a type of violation, and it is not NONE.",
  InvalidSeverity: "A slash names a severity, and it is not NONE.",
  EvidenceMissing: "The hash of the evidence is zero: give keccak256 of the evidence.",
  InvalidIncident: "The incident key is zero, or a slash was proposed for it before.",
  InvalidFaultWindow: "The fault must have started, and must have ended between its start and now.",
  CooldownRunning: "The operator was proposed to be slashed for this type just before: wait until `until`.",
  InvalidSlashSize: "Give either basis points or a value, not both and not none.",
  SlashTooLarge: "One slash takes half of the stake at most.",
  RollingCapExceeded: "Within 30 days slashes take half of the stake at most, and `used` of it is used.",
  NothingToSlash: "Nothing is staked or unbonding that is not reserved, or the slash rounds to nothing.",
  WrongSlashState: "The slash is in a state in which this cannot be done.",
  WindowOpen: "It is too early: the step before this one may be taken up to `until`, on the slash clock.",
  WindowClosed: "It is too late: this was possible up to `until`, on the slash clock.",
  ApprovalNeeded: "The slash is large: governance has to approve it first.",
  ApprovalNotNeeded: "The slash is not large, or has been approved already.",
  WrongBond: "Send exactly the bond that the slash asks for: `required` wei.",
  ResolverIsParty: "Who proposed the slash, its operator and managers of that do not resolve its dispute.",
  InvalidOutcome: "NONE decides nothing: give another outcome.",
  InvalidReduction: "A reduction leaves more than 0 and less than the slash; other outcomes carry 0.",

  ScoreOutOfRange: "A score is 0 to 10000.",
  ScoreForUnknown: "A score is for an operator that is not registered.",
  ScoreWindowInvalid: "The window of a score starts before it ends, and has ended.",
  ScoreWindowOld: "A score of the same or a later window was recorded already.",
  EmptyBatch: "The batch has no scores.",

  NoRateSource: "The asset has no source of its rate.",
  InvalidRateSource: "The source of a rate is a contract, and ETH needs none.",
  RateSourceFailed: "The source of the rate did not answer as it should: try again, or tell governance.",
  RateStale: "The rate is older than allowed, or than the recorded one: try again when its source has been updated.",
  RateOutOfRange: "The rate is zero or beyond what the registry can count.",
  RateJumped: "The rate is too far from the last one: governance has to look at it.",

  Paused: "The registry is paused for this: try again when the pause has ended.",
  InvalidPauseBits: "A pause adds known bits, and an unpause clears bits that are set.",
  InvalidTreasury: "The treasury is neither zero nor the registry itself.",
  InvalidBps: "Basis points are 0 to 10000 here.",
  EmptyWindow: "A window of no length would make its step impossible.",
  InvalidPeriod: "The period is longer than `longest` seconds.",
  UnstakeDelayTooShort: "The unstake delay must be longer than the windows of a slash together.",
  StETHWithoutWstETH: "A registry that takes stETH takes wstETH too.",
  NoCode: "There is no contract at `target`.",

  AccessControlBadConfirmation: "An account renounces only its own roles.",
  AccessControlEnforcedDefaultAdminDelay: "The delay of the admin's change has not passed: wait until `schedule`.",
  AccessControlEnforcedDefaultAdminRules: "The default admin changes by its own functions alone.",
  AccessControlInvalidDefaultAdmin: "The account is not the one that may take this step of the admin's change.",
  AccessControlUnauthorizedAccount: "The account does not hold the role that this needs.",
  AddressEmptyCode: "There is no contract at `target`.",
  FailedCall: "A call that the registry made failed.",
  ReentrancyGuardReentrantCall: "The registry was called again while it was answering.",
  SafeCastOverflowedUintDowncast: "The amount is larger than the registry can count.",
  SafeERC20FailedOperation: "The token refused the transfer: look at the account's balance and its approval.",
};

const OF_TOKENS: Readonly<Record<TokenError, string>> = {
  ERC20InsufficientAllowance: "The registry may not take that much of the token: approve it first.",
  ERC20InsufficientBalance: "The account holds less of the token than that.",
  ERC20InvalidApprover: "The zero address approves nothing.",
  ERC20InvalidReceiver: "The token is not paid to that address.",
  ERC20InvalidSender: "The token is not taken from that address.",
  ERC20InvalidSpender: "The zero address is not approved.",
};

const HELP: ReadonlyMap<string, string> = new Map(Object.entries({ ...OF_TOKENS, ...OF_REGISTRY }));

/** What people are told of an error by its name; null for one that is not known here. */
export const helpFor = (errorName: string): string | null => HELP.get(errorName) ?? null;
