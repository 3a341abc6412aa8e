// Generated from contracts/ by `npm run abis`. Do not edit.

export const dinRegistryAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "params",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.InitialParams",
        "components": [
          {
            "name": "admin",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "adminDelay",
            "type": "uint48",
            "internalType": "uint48"
          },
          {
            "name": "governance",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "slashProposer",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "disputeResolver",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "performanceMonitor",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "pauser",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "treasury",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "minStake",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "unstakeDelay",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "slashParams",
            "type": "tuple",
            "internalType": "struct IDINRegistryTypes.SlashParams",
            "components": [
              {
                "name": "disputeWindow",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "resolutionWindow",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "executionWindow",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "cooldown",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "largeSlashBps",
                "type": "uint16",
                "internalType": "uint16"
              },
              {
                "name": "disputeBond",
                "type": "uint256",
                "internalType": "uint256"
              }
            ]
          },
          {
            "name": "wstETH",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "stETH",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rateSource",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "rateMaxAge",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "rateMaxJumpBps",
            "type": "uint16",
            "internalType": "uint16"
          }
        ]
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "DEFAULT_ADMIN_ROLE",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "DISPUTE_RESOLVER",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "GOVERNANCE",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "PAUSER",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "PERFORMANCE_MONITOR",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "SLASH_PROPOSER",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "acceptDefaultAdminTransfer",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "approveSlash",
    "inputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "beginDefaultAdminTransfer",
    "inputs": [
      {
        "name": "newAdmin",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "bondOf",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "cancelDefaultAdminTransfer",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "cancelSlash",
    "inputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "cancelUnstake",
    "inputs": [
      {
        "name": "requestId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "changeDefaultAdminDelay",
    "inputs": [
      {
        "name": "newDelay",
        "type": "uint48",
        "internalType": "uint48"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "claimBond",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "claimTreasury",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "claimUnstake",
    "inputs": [
      {
        "name": "requestId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "claimable",
    "inputs": [
      {
        "name": "requestId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "defaultAdmin",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "defaultAdminDelay",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint48",
        "internalType": "uint48"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "defaultAdminDelayIncreaseWait",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint48",
        "internalType": "uint48"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "disputeSlash",
    "inputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "outputs": [],
    "stateMutability": "payable"
  },
  {
    "type": "function",
    "name": "executeSlash",
    "inputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "expireSlash",
    "inputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "getOperator",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [
      {
        "name": "info",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.OperatorInfo",
        "components": [
          {
            "name": "operator",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "status",
            "type": "uint8",
            "internalType": "enum IDINRegistryTypes.OperatorStatus"
          },
          {
            "name": "minStake",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "stakeValue",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "active",
            "type": "uint256[2]",
            "internalType": "uint256[2]"
          },
          {
            "name": "unbonding",
            "type": "uint256[2]",
            "internalType": "uint256[2]"
          },
          {
            "name": "locked",
            "type": "uint256[2]",
            "internalType": "uint256[2]"
          },
          {
            "name": "registeredAt",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "slashedUntil",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "scoreWindowEnd",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "score",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "seq",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "metadataURI",
            "type": "string",
            "internalType": "string"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "getRoleAdmin",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "getSlash",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.Slash",
        "components": [
          {
            "name": "operator",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "proposer",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "disputer",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "state",
            "type": "uint8",
            "internalType": "enum IDINRegistryTypes.SlashState"
          },
          {
            "name": "terms",
            "type": "tuple",
            "internalType": "struct IDINRegistryTypes.SlashTerms",
            "components": [
              {
                "name": "violationType",
                "type": "uint8",
                "internalType": "enum IDINRegistryTypes.ViolationType"
              },
              {
                "name": "severity",
                "type": "uint8",
                "internalType": "enum IDINRegistryTypes.Severity"
              },
              {
                "name": "bps",
                "type": "uint16",
                "internalType": "uint16"
              },
              {
                "name": "snapshotValue",
                "type": "uint256",
                "internalType": "uint256"
              },
              {
                "name": "value",
                "type": "uint256",
                "internalType": "uint256"
              },
              {
                "name": "units",
                "type": "uint256[2]",
                "internalType": "uint256[2]"
              },
              {
                "name": "ratesE18",
                "type": "uint256[2]",
                "internalType": "uint256[2]"
              },
              {
                "name": "lockedAfter",
                "type": "uint256[2]",
                "internalType": "uint256[2]"
              },
              {
                "name": "faultStart",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "faultEnd",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "incidentKey",
                "type": "bytes32",
                "internalType": "bytes32"
              },
              {
                "name": "evidenceHash",
                "type": "bytes32",
                "internalType": "bytes32"
              },
              {
                "name": "disputeUntil",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "executeBy",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "resolutionWindow",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "executionWindow",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "cooldown",
                "type": "uint64",
                "internalType": "uint64"
              },
              {
                "name": "largeSlashBps",
                "type": "uint16",
                "internalType": "uint16"
              },
              {
                "name": "disputeBond",
                "type": "uint256",
                "internalType": "uint256"
              },
              {
                "name": "approved",
                "type": "bool",
                "internalType": "bool"
              }
            ]
          },
          {
            "name": "resolveBy",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "bond",
            "type": "uint256",
            "internalType": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "getUnstakeRequest",
    "inputs": [
      {
        "name": "requestId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.UnstakeRequest",
        "components": [
          {
            "name": "operator",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "units",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "recipient",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "factor",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "epoch",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "unlockAt",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "asset",
            "type": "uint8",
            "internalType": "enum IDINRegistryTypes.Asset"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "grantRole",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "hasRole",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "incidentUsed",
    "inputs": [
      {
        "name": "incidentKey",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "isManager",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "manager",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "minStake",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "owner",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pause",
    "inputs": [
      {
        "name": "bits",
        "type": "uint8",
        "internalType": "uint8"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "pauseMask",
    "inputs": [],
    "outputs": [
      {
        "name": "mask",
        "type": "uint8",
        "internalType": "uint8"
      },
      {
        "name": "expiresAt",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pendingDefaultAdmin",
    "inputs": [],
    "outputs": [
      {
        "name": "newAdmin",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "schedule",
        "type": "uint48",
        "internalType": "uint48"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pendingDefaultAdminDelay",
    "inputs": [],
    "outputs": [
      {
        "name": "newDelay",
        "type": "uint48",
        "internalType": "uint48"
      },
      {
        "name": "schedule",
        "type": "uint48",
        "internalType": "uint48"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pokeRate",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "proposeSlash",
    "inputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.ProposeArgs",
        "components": [
          {
            "name": "operator",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "violationType",
            "type": "uint8",
            "internalType": "enum IDINRegistryTypes.ViolationType"
          },
          {
            "name": "severity",
            "type": "uint8",
            "internalType": "enum IDINRegistryTypes.Severity"
          },
          {
            "name": "bps",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "value",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "faultStart",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "faultEnd",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "incidentKey",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "evidenceHash",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "reason",
            "type": "string",
            "internalType": "string"
          },
          {
            "name": "evidenceURI",
            "type": "string",
            "internalType": "string"
          }
        ]
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "rateOf",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.RateInfo",
        "components": [
          {
            "name": "rateE18",
            "type": "uint96",
            "internalType": "uint96"
          },
          {
            "name": "updatedAt",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "source",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "maxAge",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "maxJumpBps",
            "type": "uint16",
            "internalType": "uint16"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "registerOperator",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "minStake_",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "renounceRole",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "resolveDispute",
    "inputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.DisputeOutcome"
      },
      {
        "name": "",
        "type": "uint16",
        "internalType": "uint16"
      },
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "revokeRole",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "internalType": "bytes32"
      },
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "rollbackDefaultAdminDelay",
    "inputs": [],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setManager",
    "inputs": [
      {
        "name": "manager",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "allowed",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setMetadata",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "uri",
        "type": "string",
        "internalType": "string"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setMinStake",
    "inputs": [
      {
        "name": "minStake_",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setRateSource",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "source",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "maxAge",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "maxJumpBps",
        "type": "uint16",
        "internalType": "uint16"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setSlashParams",
    "inputs": [
      {
        "name": "params",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.SlashParams",
        "components": [
          {
            "name": "disputeWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "resolutionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "executionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "cooldown",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "largeSlashBps",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "disputeBond",
            "type": "uint256",
            "internalType": "uint256"
          }
        ]
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setTreasury",
    "inputs": [
      {
        "name": "treasury_",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setUnstakeDelay",
    "inputs": [
      {
        "name": "unstakeDelay_",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "slash",
    "inputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "slashClock",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "slashParams",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "tuple",
        "internalType": "struct IDINRegistryTypes.SlashParams",
        "components": [
          {
            "name": "disputeWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "resolutionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "executionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "cooldown",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "largeSlashBps",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "disputeBond",
            "type": "uint256",
            "internalType": "uint256"
          }
        ]
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "slashedBps",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [
      {
        "name": "executed",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "live",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "slashingExtension",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "contract SlashingExtension"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "stETH",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "stake",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "payable"
  },
  {
    "type": "function",
    "name": "stakeAsset",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "units",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "stakeStETH",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "submitScores",
    "inputs": [
      {
        "name": "reports",
        "type": "tuple[]",
        "internalType": "struct IDINRegistryTypes.ScoreReport[]",
        "components": [
          {
            "name": "operator",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "score",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "windowStart",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "windowEnd",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "formulaVersion",
            "type": "uint32",
            "internalType": "uint32"
          },
          {
            "name": "reportHash",
            "type": "bytes32",
            "internalType": "bytes32"
          }
        ]
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "supportsInterface",
    "inputs": [
      {
        "name": "interfaceId",
        "type": "bytes4",
        "internalType": "bytes4"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "syncStatus",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "treasury",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "treasuryOwed",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "unbondingFactor",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ],
    "outputs": [
      {
        "name": "factor",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "epoch",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "unpause",
    "inputs": [
      {
        "name": "bits",
        "type": "uint8",
        "internalType": "uint8"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "unstake",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "unstakeAsset",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "units",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "recipient",
        "type": "address",
        "internalType": "address"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "unstakeDelay",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "updatePerformanceScore",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "score",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "wstETH",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "address"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "event",
    "name": "BondClaimed",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "BondSettled",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "to",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "amount",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "forfeited",
        "type": "bool",
        "indexed": false,
        "internalType": "bool"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DefaultAdminDelayChangeCanceled",
    "inputs": [],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DefaultAdminDelayChangeScheduled",
    "inputs": [
      {
        "name": "newDelay",
        "type": "uint48",
        "indexed": false,
        "internalType": "uint48"
      },
      {
        "name": "effectSchedule",
        "type": "uint48",
        "indexed": false,
        "internalType": "uint48"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DefaultAdminTransferCanceled",
    "inputs": [],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "DefaultAdminTransferScheduled",
    "inputs": [
      {
        "name": "newAdmin",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "acceptSchedule",
        "type": "uint48",
        "indexed": false,
        "internalType": "uint48"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "ManagerSet",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "manager",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "allowed",
        "type": "bool",
        "indexed": false,
        "internalType": "bool"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "MetadataUpdated",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "uri",
        "type": "string",
        "indexed": false,
        "internalType": "string"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "MinStakeSet",
    "inputs": [
      {
        "name": "minStake",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OperatorRegistered",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "manager",
        "type": "address",
        "indexed": false,
        "internalType": "address"
      },
      {
        "name": "minStake",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "metadataURI",
        "type": "string",
        "indexed": false,
        "internalType": "string"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "OperatorStatusChanged",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "from",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.OperatorStatus"
      },
      {
        "name": "to",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.OperatorStatus"
      },
      {
        "name": "cause",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.StatusCause"
      },
      {
        "name": "causeId",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PauseMaskChanged",
    "inputs": [
      {
        "name": "by",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "mask",
        "type": "uint8",
        "indexed": false,
        "internalType": "uint8"
      },
      {
        "name": "expiresAt",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "clockStoppedAt",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "pausedSeconds",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "PerformanceScoreUpdated",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "reporter",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "oldScore",
        "type": "uint16",
        "indexed": false,
        "internalType": "uint16"
      },
      {
        "name": "newScore",
        "type": "uint16",
        "indexed": false,
        "internalType": "uint16"
      },
      {
        "name": "windowStart",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "windowEnd",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "formulaVersion",
        "type": "uint32",
        "indexed": false,
        "internalType": "uint32"
      },
      {
        "name": "reportHash",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RateObserved",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "indexed": true,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "rateE18",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "updatedAt",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "source",
        "type": "address",
        "indexed": false,
        "internalType": "address"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RateSourceSet",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "indexed": true,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "source",
        "type": "address",
        "indexed": false,
        "internalType": "address"
      },
      {
        "name": "maxAge",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "maxJumpBps",
        "type": "uint16",
        "indexed": false,
        "internalType": "uint16"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RoleAdminChanged",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "indexed": true,
        "internalType": "bytes32"
      },
      {
        "name": "previousAdminRole",
        "type": "bytes32",
        "indexed": true,
        "internalType": "bytes32"
      },
      {
        "name": "newAdminRole",
        "type": "bytes32",
        "indexed": true,
        "internalType": "bytes32"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RoleGranted",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "indexed": true,
        "internalType": "bytes32"
      },
      {
        "name": "account",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "sender",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "RoleRevoked",
    "inputs": [
      {
        "name": "role",
        "type": "bytes32",
        "indexed": true,
        "internalType": "bytes32"
      },
      {
        "name": "account",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "sender",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashApproved",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "approver",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashCancelled",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "by",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "reason",
        "type": "string",
        "indexed": false,
        "internalType": "string"
      },
      {
        "name": "lockedAfter",
        "type": "uint256[2]",
        "indexed": false,
        "internalType": "uint256[2]"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashDisputed",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "disputer",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "bond",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "evidenceHash",
        "type": "bytes32",
        "indexed": false,
        "internalType": "bytes32"
      },
      {
        "name": "uri",
        "type": "string",
        "indexed": false,
        "internalType": "string"
      },
      {
        "name": "resolveBy",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "executeBy",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashExecuted",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "indexed": true,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "execution",
        "type": "tuple",
        "indexed": false,
        "internalType": "struct IDINRegistryTypes.SlashExecution",
        "components": [
          {
            "name": "executor",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "recipient",
            "type": "address",
            "internalType": "address"
          },
          {
            "name": "fromActive",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "fromUnbonding",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "rateE18",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "activeAfter",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "unbondingAfter",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "lockedAfter",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "factorAfter",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "epochAfter",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "cumulativeBpsAfter",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "slashedUntil",
            "type": "uint64",
            "internalType": "uint64"
          }
        ]
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashExpired",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "lockedAfter",
        "type": "uint256[2]",
        "indexed": false,
        "internalType": "uint256[2]"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashParamsSet",
    "inputs": [
      {
        "name": "params",
        "type": "tuple",
        "indexed": false,
        "internalType": "struct IDINRegistryTypes.SlashParams",
        "components": [
          {
            "name": "disputeWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "resolutionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "executionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "cooldown",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "largeSlashBps",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "disputeBond",
            "type": "uint256",
            "internalType": "uint256"
          }
        ]
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashProposed",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "proposer",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "terms",
        "type": "tuple",
        "indexed": false,
        "internalType": "struct IDINRegistryTypes.SlashTerms",
        "components": [
          {
            "name": "violationType",
            "type": "uint8",
            "internalType": "enum IDINRegistryTypes.ViolationType"
          },
          {
            "name": "severity",
            "type": "uint8",
            "internalType": "enum IDINRegistryTypes.Severity"
          },
          {
            "name": "bps",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "snapshotValue",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "value",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "units",
            "type": "uint256[2]",
            "internalType": "uint256[2]"
          },
          {
            "name": "ratesE18",
            "type": "uint256[2]",
            "internalType": "uint256[2]"
          },
          {
            "name": "lockedAfter",
            "type": "uint256[2]",
            "internalType": "uint256[2]"
          },
          {
            "name": "faultStart",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "faultEnd",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "incidentKey",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "evidenceHash",
            "type": "bytes32",
            "internalType": "bytes32"
          },
          {
            "name": "disputeUntil",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "executeBy",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "resolutionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "executionWindow",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "cooldown",
            "type": "uint64",
            "internalType": "uint64"
          },
          {
            "name": "largeSlashBps",
            "type": "uint16",
            "internalType": "uint16"
          },
          {
            "name": "disputeBond",
            "type": "uint256",
            "internalType": "uint256"
          },
          {
            "name": "approved",
            "type": "bool",
            "internalType": "bool"
          }
        ]
      },
      {
        "name": "reason",
        "type": "string",
        "indexed": false,
        "internalType": "string"
      },
      {
        "name": "evidenceURI",
        "type": "string",
        "indexed": false,
        "internalType": "string"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "SlashResolved",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "resolver",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "outcome",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.DisputeOutcome"
      },
      {
        "name": "bpsAfter",
        "type": "uint16",
        "indexed": false,
        "internalType": "uint16"
      },
      {
        "name": "units",
        "type": "uint256[2]",
        "indexed": false,
        "internalType": "uint256[2]"
      },
      {
        "name": "lockedAfter",
        "type": "uint256[2]",
        "indexed": false,
        "internalType": "uint256[2]"
      },
      {
        "name": "executeBy",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "reason",
        "type": "string",
        "indexed": false,
        "internalType": "string"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Staked",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "payer",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "amountIn",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "units",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "rateE18",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "activeAfter",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "totalAfter",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "TreasuryClaimed",
    "inputs": [
      {
        "name": "treasury",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "indexed": true,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "units",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "TreasurySet",
    "inputs": [
      {
        "name": "treasury",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "UnstakeCancelled",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "requestId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "asset",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "units",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "unitsSlashed",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "activeAfter",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "unbondingAfter",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "UnstakeClaimed",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "requestId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "recipient",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "unitsPaid",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "unitsSlashed",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "unitsRemaining",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "factor",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "unbondingAfter",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "UnstakeDelaySet",
    "inputs": [
      {
        "name": "unstakeDelay",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "UnstakeRequested",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "requestId",
        "type": "uint256",
        "indexed": true,
        "internalType": "uint256"
      },
      {
        "name": "recipient",
        "type": "address",
        "indexed": false,
        "internalType": "address"
      },
      {
        "name": "asset",
        "type": "uint8",
        "indexed": false,
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "units",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "factor",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "epoch",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "unlockAt",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      },
      {
        "name": "activeAfter",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "unbondingAfter",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      },
      {
        "name": "seq",
        "type": "uint64",
        "indexed": false,
        "internalType": "uint64"
      }
    ],
    "anonymous": false
  },
  {
    "type": "error",
    "name": "AccessControlBadConfirmation",
    "inputs": []
  },
  {
    "type": "error",
    "name": "AccessControlEnforcedDefaultAdminDelay",
    "inputs": [
      {
        "name": "schedule",
        "type": "uint48",
        "internalType": "uint48"
      }
    ]
  },
  {
    "type": "error",
    "name": "AccessControlEnforcedDefaultAdminRules",
    "inputs": []
  },
  {
    "type": "error",
    "name": "AccessControlInvalidDefaultAdmin",
    "inputs": [
      {
        "name": "defaultAdmin",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AccessControlUnauthorizedAccount",
    "inputs": [
      {
        "name": "account",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "neededRole",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "AddressEmptyCode",
    "inputs": [
      {
        "name": "target",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "AllLocked",
    "inputs": [
      {
        "name": "requestId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "AlreadyRegistered",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ApprovalNeeded",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ApprovalNotNeeded",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "AssetNotSupported",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ]
  },
  {
    "type": "error",
    "name": "CooldownRunning",
    "inputs": [
      {
        "name": "until",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "EmptyBatch",
    "inputs": []
  },
  {
    "type": "error",
    "name": "EmptyWindow",
    "inputs": []
  },
  {
    "type": "error",
    "name": "EvidenceMissing",
    "inputs": []
  },
  {
    "type": "error",
    "name": "FailedCall",
    "inputs": []
  },
  {
    "type": "error",
    "name": "InsufficientActive",
    "inputs": [
      {
        "name": "active",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidBps",
    "inputs": [
      {
        "name": "bps",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidFaultWindow",
    "inputs": []
  },
  {
    "type": "error",
    "name": "InvalidIncident",
    "inputs": [
      {
        "name": "incidentKey",
        "type": "bytes32",
        "internalType": "bytes32"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidManager",
    "inputs": [
      {
        "name": "manager",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidOutcome",
    "inputs": []
  },
  {
    "type": "error",
    "name": "InvalidPauseBits",
    "inputs": [
      {
        "name": "bits",
        "type": "uint8",
        "internalType": "uint8"
      },
      {
        "name": "mask",
        "type": "uint8",
        "internalType": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidPeriod",
    "inputs": [
      {
        "name": "longest",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidRateSource",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "source",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidRecipient",
    "inputs": [
      {
        "name": "recipient",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidReduction",
    "inputs": [
      {
        "name": "newBps",
        "type": "uint16",
        "internalType": "uint16"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidSeverity",
    "inputs": []
  },
  {
    "type": "error",
    "name": "InvalidSlashSize",
    "inputs": []
  },
  {
    "type": "error",
    "name": "InvalidTreasury",
    "inputs": [
      {
        "name": "treasury",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "InvalidViolationType",
    "inputs": []
  },
  {
    "type": "error",
    "name": "LeavingOrExited",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "MinStakeTooLow",
    "inputs": [
      {
        "name": "given",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "required",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "NoCode",
    "inputs": [
      {
        "name": "target",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NoRateSource",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotAuthorized",
    "inputs": []
  },
  {
    "type": "error",
    "name": "NotMatured",
    "inputs": [
      {
        "name": "unlockAt",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "NotRegistered",
    "inputs": [
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "NothingToClaim",
    "inputs": []
  },
  {
    "type": "error",
    "name": "NothingToSlash",
    "inputs": []
  },
  {
    "type": "error",
    "name": "Paused",
    "inputs": [
      {
        "name": "bit",
        "type": "uint8",
        "internalType": "uint8"
      }
    ]
  },
  {
    "type": "error",
    "name": "PaymentFailed",
    "inputs": [
      {
        "name": "to",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "RateJumped",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "last",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "next",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "RateMissing",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      }
    ]
  },
  {
    "type": "error",
    "name": "RateOutOfRange",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "rateE18",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "RateSourceFailed",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "source",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "RateStale",
    "inputs": [
      {
        "name": "asset",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.Asset"
      },
      {
        "name": "updatedAt",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "ReentrancyGuardReentrantCall",
    "inputs": []
  },
  {
    "type": "error",
    "name": "RequestClosed",
    "inputs": [
      {
        "name": "requestId",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ResolverIsParty",
    "inputs": []
  },
  {
    "type": "error",
    "name": "RollingCapExceeded",
    "inputs": [
      {
        "name": "used",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SafeCastOverflowedUintDowncast",
    "inputs": [
      {
        "name": "bits",
        "type": "uint8",
        "internalType": "uint8"
      },
      {
        "name": "value",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "SafeERC20FailedOperation",
    "inputs": [
      {
        "name": "token",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ScoreForUnknown",
    "inputs": [
      {
        "name": "index",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "operator",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ScoreOutOfRange",
    "inputs": [
      {
        "name": "index",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "score",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ScoreWindowInvalid",
    "inputs": [
      {
        "name": "index",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ScoreWindowOld",
    "inputs": [
      {
        "name": "index",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "lastWindowEnd",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "SlashTooLarge",
    "inputs": [
      {
        "name": "bps",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "StETHWithoutWstETH",
    "inputs": []
  },
  {
    "type": "error",
    "name": "TooManyUnits",
    "inputs": []
  },
  {
    "type": "error",
    "name": "UnstakeDelayTooShort",
    "inputs": [
      {
        "name": "unstakeDelay",
        "type": "uint64",
        "internalType": "uint64"
      },
      {
        "name": "windows",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "WindowClosed",
    "inputs": [
      {
        "name": "until",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "WindowOpen",
    "inputs": [
      {
        "name": "until",
        "type": "uint64",
        "internalType": "uint64"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongBond",
    "inputs": [
      {
        "name": "required",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "WrongSlashState",
    "inputs": [
      {
        "name": "slashId",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "state",
        "type": "uint8",
        "internalType": "enum IDINRegistryTypes.SlashState"
      }
    ]
  },
  {
    "type": "error",
    "name": "ZeroAmount",
    "inputs": []
  }
] as const;

export const dinRegistryBytecode =
  "0x60e0604052346109ef5761a07f803803908161001a816109f3565b92839283398101036102a081126109ef576100366102006109f3565b9161004081610a18565b8352602081015165ffffffffffff811681036109ef57602084015261006760408201610a18565b604084015261007860608201610a18565b606084015261008960808201610a18565b608084015261009a60a08201610a18565b60a08401526100ab60c08201610a18565b60c08401526100bc60e08201610a18565b60e08401526101008082015181850152610120916100db838201610a2c565b8386015260c06101409461013f1901126109ef576100f960c06109f3565b610104858301610a2c565b81526101136101608301610a2c565b60208201526101256101808301610a2c565b60408201526101376101a08301610a2c565b60608201526101496101c08301610a40565b60808201526101e082015160a08201528486015261016a6102008201610a18565b806101608701526101b86102806101846102208501610a18565b93846101808a01526101996102408201610a18565b6101a08a01526101ac6102608201610a2c565b6101c08a015201610a40565b6101e0870152602086015186516001600160a01b031680156109dc57601480546001600160d01b031660d09390931b6001600160d01b03191692909217909155610202905f610a70565b506001600160a01b0381161580806109ca575b6109bb5715806109a9575b610989576001600160a01b038216151580610977575b610956576001600160a01b039081166080521660a052604051613a2c8082016001600160401b03811183821017610942578291616653833903905ff080156109375760c052830151801561091f576020817fa70bd512f7108f78a924d05836f49963c6d8583e3d39f5b6412eb5be70e8432a92600f55604051908152a160e08301516001600160a01b031680158015610916575b61090457601254817f3c864541ef71378c6229510ed90f376565ee42d9c5e0904a984a9e863e6db44f5f80a284840151838601518151602083015192949261033691610322916001600160401b039081169116610a4f565b60408601516001600160401b031690610a4f565b60208501516001600160401b03161580156108ef575b6108e0576301e133806001600160401b0383161180156108c4575b610837576001600160401b0382168110156108a2575061ffff608085015116612710811161089057506001600160e01b03199092161760a091821b600160a01b600160e01b03161760125581516020808401516040808601516060870151608091821b600160801b600160c01b031693831b6fffffffffffffffff0000000000000000166001600160401b03968716179390931760c093841b6001600160c01b03191617600c55860151600d805461ffff191661ffff929092169190911790559490930151600e55938601519251921682527fb9bf8ca66f7af402b4aa9c0232d54d38d81a7be744ecb33d7043c66c2e1bf4e593909290917f6148aac4fbcfb247e37dec8467e0a60cc0bcdfdbb6e83e9934b63c9ef1e24fcb9190a183015160a06040519160018060401b03815116835260018060401b03602082015116602084015260018060401b03604082015116604084015260018060401b03606082015116606084015261ffff6080820151166080840152015160a0820152a1600780546001600160a01b03191642606081811b73ffffffffffffffff0000000000000000000000001692909217670de0b6b3a7640000908117909355600854604080519485526001600160401b0390921660208501526001600160a01b0316908301525f917f01716045ba3038b47129600b92f262f664eb657102e7b53c95ff80a6b9e079379190a26101a08101516001600160a01b0316610732575b60408101516001600160a01b031680610701575b5060608101516001600160a01b0316806106d0575b5060808101516001600160a01b03168061069f575b5060a08101516001600160a01b03168061066e575b5060c001516001600160a01b03168061063d575b604051615b149081610b3f82396080518181816114820152818161264801528181613057015281816130b00152614acf015260a0518181816125ea0152612859015260c05181818161107f01526141db0152f35b610667907f539440820030c4994db4e31b6b800deafd503688728f932addfe7a410515c14c610a70565b505f6105e9565b610698907feeb7b68a7fb1750b870f18c25f28385063210b82e963dc58883be85f2b6b5b0e610a70565b505f6105d5565b6106c9907fda68050e80e24afbc90fce2c29debae774b40f3ba757ee09dff1984759d61cd4610a70565b505f6105c0565b6106fa907ff4d2b3467675d850469df55e0899d3e811c9897b32d7c291d7930c2503dd23cf610a70565b505f6105ab565b61072b907f35a7846a2a701fff6f9d61a46ebff5da578c5dcee8bdf361c569f9ea4ee64771610a70565b505f610596565b6101608101516001600160a01b03161561087c5760018060a01b036101a0820151166101c08201516101e083015190823b15610864576001600160401b03811615801561084e575b6108375761ffff8216158015610828575b61081157600a805461ffff60e01b60e085901b166001600160f01b031990911617600160a01b600160e01b0360a084901b161784179055604080519384526001600160401b03909116602084015261ffff909116908201526001907f488cb752ab539b6010ba16f440cd635ceda73a4059088f6608ddf48e040211ff90606090a2610582565b61ffff82632e109e9f60e01b5f521660045260245ffd5b5061271061ffff83161161078b565b630ff5ab4160e31b5f526301e1338060045260245ffd5b506301e133806001600160401b0382161161077a565b826306f54d8f60e31b5f52600160045260245260445ffd5b639520248160e01b5f52600160045260245ffd5b632e109e9f60e01b5f5260045260245ffd5b633e9d023f60e01b5f9081526001600160401b03909216600452602452604490fd5b5060608501516301e133806001600160401b0390911611610367565b63d2c0367760e01b5f5260045ffd5b5060408501516001600160401b03161561034c565b6312b31bfd60e11b5f5260045260245ffd5b503081146102ca565b6375329b7760e01b5f525f600452600160245260445ffd5b6040513d5f823e3d90fd5b634e487b7160e01b5f52604160045260245ffd5b506333a2905b60e11b5f9081526001600160a01b0391909116600452602490fd5b506001600160a01b0382163b15610236565b6333a2905b60e11b5f9081526001600160a01b0391909116600452602490fd5b506001600160a01b0381163b15610220565b63039ffb6160e31b5f5260045ffd5b506001600160a01b0383161515610215565b636116401160e11b5f525f60045260245ffd5b5f80fd5b6040519190601f01601f191682016001600160401b0381118382101761094257604052565b51906001600160a01b03821682036109ef57565b51906001600160401b03821682036109ef57565b519061ffff821682036109ef57565b91908201809211610a5c57565b634e487b7160e01b5f52601160045260245ffd5b908115610a84575b610a8191610ac0565b90565b6015546001600160a01b039290838116610ab1576001600160a01b03191692821692909217601555610a78565b631fe1e13d60e11b5f5260045ffd5b90815f52601360205260405f209060018060a01b031690815f5260205260ff60405f205416155f14610b3857815f52601360205260405f20815f5260205260405f20600160ff1982541617905533917f2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d5f80a4600190565b50505f9056fe60806040526004361015610011575f80fd5b5f3560e01c806301ffc9a7146104a5578063022d63fb146104a05780630aa6220b1461049b57806314389f2d14610496578063146278341461049157806315e4036f1461048c578063211c2aa2146103d3578063248a9ca31461048757806326476204146104825780632714da5d1461047d578063292ab7b51461047857806329391cec1461047357806329ecd6d91461046e5780632b187b2b146104695780632ef0e1ca146104645780632f2ff15d1461045f578063301c7e5d1461045a5780633222012f1461045557806336568abe14610450578063375b3c0a1461044b5780633c57448314610446578063414a07761461044157806346650c1a1461043c57806346d48333146104375780634721256d146104325780634aa07e641461042d5780634fbffc9314610428578063542102451461042357806355ac9f0d1461041e5780635865c60c1461041957806361d027b314610414578063634e93da1461040f578063649a5ec71461040a578063657c6d4614610405578063678b3ee21461040057806369ae9af8146103d357806372d2b6c0146103fb57806373239f79146103f65780637c3a97fe146103f157806382bb1bca146103ec57806384ef8ffc146103dd5780638bd4fa82146103e75780638c80fd90146103e25780638da5cb5b146103dd57806391d14854146103d857806397100ea2146103d3578063a1eda53c146103ce578063a217fddf146103c9578063a48f7e31146103c4578063a5e90eee146103bf578063a7fd2f62146103ba578063a9b46081146103b5578063aec1ddc2146103b0578063c1fe3e48146103ab578063c2a672e0146103a6578063c5dd6fee146103a1578063c788c5201461039c578063c7cf748414610397578063ca9f9f0a14610392578063cc8463c81461038d578063cefc142914610388578063cf6eefb714610383578063cfe49dde1461037e578063d1d58b2514610379578063d2bcfde014610374578063d547741f1461036f578063d602b9fd1461036a578063d9dc869414610365578063dba90eb814610360578063ddb59e131461035b578063e6bcff7d14610356578063edf07f1514610351578063ef001f251461034c5763f0f4426014610347575f80fd5b61344d565b61341e565b61339b565b613361565b61328f565b61318a565b613150565b61312d565b6130de565b613007565b612fe9565b612fbe565b612f85565b612ee0565b612eb6565b612e13565b612da8565b612bea565b6128ba565b612888565b612844565b61270f565b6125c5565b6124ed565b6123c1565b612395565b61237b565b612319565b6107a8565b6122cd565b6120ce565b612254565b6120f6565b612053565b611ec1565b611e91565b611e55565b611df9565b611b9a565b611a9b565b611a13565b6119eb565b6117e3565b61167b565b611641565b6114b1565b61146d565b611357565b6110ae565b61106a565b610f7c565b610ee3565b610ec6565b610df6565b610dcd565b610d41565b610cc5565b610c5c565b610a6c565b610944565b6108fd565b6108a6565b610862565b610808565b6107c1565b610758565b6106f8565b61055b565b610536565b610519565b346105155760203660031901126105155760043563ffffffff60e01b8116809103610515576020906318a4c3c360e11b81149081156104ea575b506040519015158152f35b637965db0b60e01b811491508115610504575b505f6104df565b6301ffc9a760e01b1490505f6104fd565b5f80fd5b34610515575f366003190112610515576020604051620697808152f35b34610515575f3660031901126105155761054f5f613f94565b6105595f80615685565b005b3461051557602080600319360112610515576004906004356001600160401b03928382116105155736602383011215610515578160040135938085116105155760248301926024369160c08802010111610515576105d87feeb7b68a7fb1750b870f18c25f28385063210b82e963dc58883be85f2b6b5b0e613f94565b6105e26010613fce565b84156106e9575f5b8581106105f357005b61271061061561060e87610608858b8a6134fd565b01613512565b61ffff1690565b116106b957610630604061062a8389886134fd565b0161351c565b606090836106526106468461062a878d8c6134fd565b6001600160401b031690565b9116109081159161069c575b50610688578061068261067c6106776001948a896134fd565b613526565b82613ffd565b016105ea565b63e07d3ccf60e01b5f528252602082015b5ffd5b6106ac915061062a8389886134fd565b828042169116115f61065e565b90506106cd846106088388610699976134fd565b635550deb360e11b5f5290825261ffff16602082015260400190565b63c2e5347d60e01b5f5260045ffd5b34610515575f3660031901126105155760206040515f516020615af45f395f51905f528152f35b61ffff81160361051557565b9181601f84011215610515578235916001600160401b038311610515576020838186019501011161051557565b3461051557608036600319011261051557600460243510156105155761077f60443561071f565b6064356001600160401b0381116105155761079e90369060040161072b565b50506105596141d6565b34610515576020366003190112610515576105596141d6565b346105155760203660031901126105155760206107ec6004355f526013602052600160405f20015490565b604051908152f35b35906001600160a01b038216820361051557565b6020366003190112610515576004356001600160a01b03811681036105155761083d90610833614227565b34905f34916142d5565b5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005d005b34610515575f36600319011261051557602061087e600b6135a8565b61089d6001600160401b03916108978342168092615984565b9061578a565b60405191168152f35b34610515575f3660031901126105155760405f6108c3600b6135a8565b60ff6108da6001600160401b0392834216906144b9565b1691826108ef575b8351928352166020820152f35b5080600b5460081c166108e2565b34610515575f3660031901126105155760206040517feeb7b68a7fb1750b870f18c25f28385063210b82e963dc58883be85f2b6b5b0e8152f35b3590600282101561051557565b346105155760203660031901126105155761095f6004610937565b5f608060405161097060a082611d79565b82815282602082015282604082015282606082015201526002811015610a6757610a639060011b610a076109fc604051926109ac60a085611d79565b60078101546001600160601b03811685526001600160401b03606091821c811660208701526008909201546001600160a01b038116604087015260a081901c9092169085015260e01c61ffff1690565b61ffff166080830152565b60405191829182919091608061ffff8160a08401956001600160601b03815116855260208101516001600160401b03809116602087015260018060a01b0360408301511660408701526060820151166060860152015116910152565b0390f35b6110f9565b3461051557602036600319011261051557610c45600435610a8b614227565b6004610a96826144df565b80516001600160a01b0316610aaa81614569565b83610bc77f8b3c8c168b815337805802dac385bee7a6387288069bbae5a330824c5d42512d610ae9845f9060018060a01b03165f5260205260405f2090565b94610af48686614579565b86860190610c3d610b9b86610bdb602085610bcd60c0820198610b33610b2d8b51610b1e81613205565b610b2781613205565b836135ea565b506135fd565b9b8c91610bad83610b448188614586565b9c8d9a610ba86001600160601b03809d16610b7f610b7282610b6d88516001600160601b031690565b613667565b6001600160601b03168652565b8b85019e8f91610b9683516001600160601b031690565b613682565b6001600160601b03169052565b614646565b8b5190610bb982613205565b610bc282613205565b6135ea565b9061369b565b01516001600160601b031690565b168380821115610c4d57610bf5610c0f91610c1d93613775565b955b5197610c0289613205565b516001600160601b031690565b91516001600160601b031690565b610c268a6146ae565b9160405195869560018060a01b038c169987613782565b0390a3614739565b610559614263565b5050610c1d610c0f5f95610bf7565b34610515576040366003190112610515576001600160a01b036004358181169081900361051557602435918216820361051557602091610cb7915f525f8352600960405f20019060018060a01b03165f5260205260405f2090565b5460ff604051911615158152f35b34610515576040366003190112610515576004356024356001600160a01b0381168103610515578115610d195781610d14610d0f610559945f526013602052600160405f20015490565b613f94565b6157c1565b631fe1e13d60e11b5f5260045ffd5b90816020910312610515573560ff811681036105155790565b3461051557610d51366004610d28565b610d675f516020615af45f395f51905f52613f94565b610d84610d74600b6135a8565b6001600160401b034216906144b9565b60ff821680158015610dbe575b610da45761055960ff8385191616614825565b60ff9250633ea65db760e21b5f526004521660245260445ffd5b5060ff82198416161515610d91565b34610515575f3660031901126105155760206012546001600160401b036040519160a01c168152f35b3461051557604036600319011261051557600435610e1460246107f4565b811580610eaf575b610e2a575b610559916149ed565b60145465ffffffffffff60a082901c1692906001600160a01b031615801590610e9f575b8015610e8d575b610e72576014805465ffffffffffff60a01b191690559150610e21565b6319ca5ebb60e01b5f5265ffffffffffff831660045260245ffd5b504265ffffffffffff84161015610e55565b5065ffffffffffff831615610e4e565b506015546001600160a01b03828116911614610e1c565b34610515575f366003190112610515576020600f54604051908152f35b34610515575f366003190112610515575f60a0604051610f0460c082611d79565b828152826020820152826040820152826060820152826080820152015260c0610f2d600c6137c7565b60a06040519180516001600160401b038091168452806020830151166020850152806040830151166040850152606082015116606084015261ffff6080820151166080840152015160a0820152f35b3461051557602036600319011261051557610f976004610937565b610f9f614227565b6012546001600160a01b0316330361105b576002811015610a6757610fd2610fc882600561381d565b90549060031b1c90565b801561104c5781610fe5610c4593613205565b61100c5f610ff483600561381d565b90919082549060031b91821b915f19901b1916179055565b61101581613205565b604051828152819033907fddd1d34d7aa431e775dcb01341e4fd928508b966aa003c63cf6a5992def3f71190602090a33390614a48565b6312d37ee560e31b5f5260045ffd5b63ea8e4eb560e01b5f5260045ffd5b34610515575f366003190112610515576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b346105155760031960203682011261051557600435906001600160401b0382116105155761016091360301126105155760206107ec6110eb6141d6565b82808251830101910161382c565b634e487b7160e01b5f52602160045260245ffd5b906006821015610a675752565b60051115610a6757565b9061112e8261111a565b52565b5f915b6002831061114157505050565b600190825181526020809101920192019190611134565b906102c06112de9261116b83825161110d565b61117d60208201516020850190611124565b60408181015161ffff169084015260608101516060840152608081015160808401526111b160a082015160a0850190611131565b6111c360c082015160e0850190611131565b60e0810151906111d96101209283860190611131565b610100810151916111f861016093848701906001600160401b03169052565b81015161121361018091828701906001600160401b03169052565b6112cc610140830151936101a09485880152830151916101c092838801528301519361124d6101e095868901906001600160401b03169052565b8301519161126961020093848901906001600160401b03169052565b8301519361128561022095868901906001600160401b03169052565b830151916112a161024093848901906001600160401b03169052565b830151936112bd61026095868901906001600160401b03169052565b83015161ffff16610280870152565b8101516102a085015201511515910152565b565b81516001600160a01b0390811682526020808401518216908301526040808401519091169082015260608201516103a082019392906007811015610a67576103809160c091606085015261133c60808201516080860190611158565b60a08101516001600160401b03166103608501520151910152565b34610515576020366003190112610515575f60c060405161137960e082611d79565b828152826020820152826040820152826060820152611399610280611d9a565b8381528360208201528360408201528360608201528360808201526113be600261384f565b60a08201526113cd600261384f565b838201526113db600261384f565b60e08201528361010082015283610120820152836101408201528361016082015283610180820152836101a0820152836101c0820152836101e08201528361020082015283610220820152836102408201528361026082015260808201528260a08201520152610a6361146161145c6004356002905f5260205260405f2090565b613a15565b604051918291826112e0565b34610515575f366003190112610515576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b34610515576040366003190112610515576114cc60046107f4565b6001600160401b0390602435828111610515576114ed90369060040161072b565b9190926114f982614b01565b9061150383614569565b6003820190841161163c576115228461151c8354613a98565b83613ad0565b5f601f85116001146115a95784939261159992611579867f42d0540f88738e9a902513088af5e7a9bdcfa4f20269c697d40c250b134f573998611580955f9161159e575b508160011b915f199060031b1c19161790565b90556146ae565b6040516001600160a01b03909316959293849384613b1f565b0390a2005b90508a01355f611566565b601f198516906115bc835f5260205f2090565b915f5b81811061162457509261158092879695927f42d0540f88738e9a902513088af5e7a9bdcfa4f20269c697d40c250b134f573998611599961061160b575b5050600186811b0190556146ae565b8901355f19600389901b60f8161c191690555f806115fc565b9192602060018192868c0135815501940192016115bf565b611d65565b34610515576020366003190112610515576004356001600160a01b0381168103610515575f60078261167561055994614b01565b90614739565b34610515575f3660031901126105155760206040517fda68050e80e24afbc90fce2c29debae774b40f3ba757ee09dff1984759d61cd48152f35b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b602080825282516001600160a01b0316908201526117e0916102209061170760208201516040850190611124565b604081015160608401526060810151608084015261172d608082015160a0850190611131565b61173f60a082015160e0850190611131565b60c0810151906117556101209283860190611131565b6117cf60e082015161177561016091828801906001600160401b03169052565b6117ab6101008401519461179761018096878a01906001600160401b03169052565b8401516001600160401b03166101a0880152565b61014083015161ffff166101c08701528201516001600160401b03166101e0860152565b0151916102008082015201906116b5565b90565b3461051557602080600319360112610515576117ff60046107f4565b611807613b58565b90611834611825825f9060018060a01b03165f5260205260405f2090565b6001600160a01b039092168352565b61183d81614b3b565b61184b60208401918261388e565b600280830154604085015261185f83614c5c565b606085810191909152608085019560a086019160c0870190600487015f5b86811061196957610a638a61193e60038c6119386119278e61191861190c85549260046001600160401b03916118c28c60e08589169101906001600160401b03169052565b516118cc8161111a565b6118d58261111a565b6118de8161111a565b14611950575b61190260018801549182166101208c01906001600160401b03169052565b60401c61ffff1690565b61ffff16610140890152565b60801c6001600160401b031690565b6001600160401b0316610160860152565b01613c00565b610180820152604051918291826116d9565b6001600160401b03604085901c166101008b01526118e4565b80866119e482808f896119dc838d938c6119c061198c610b2d8f9e60019f6135ea565b916119b16119a184516001600160601b031690565b988401516001600160601b031690565b9201516001600160601b031690565b9151995194516119dc6001600160601b03988980951692613bef565b521692613bef565b520161187d565b34610515575f366003190112610515576012546040516001600160a01b039091168152602090f35b34610515576020366003190112610515576004356001600160a01b038116908181036105155760207f3377dc44241e779dd06afab5b788a35ca5f3b778836e2990bdb26a2a4b2e5ed691611a665f613f94565b611a8a611a83611a754261583d565b611a7d613dde565b90614cba565b8092615867565b65ffffffffffff60405191168152a2005b346105155760203660031901126105155765ffffffffffff6004358181169182820361051557611aca5f613f94565b611ad34261583d565b9281611add613dde565b1680821115611b50575092611b22917ff1038c18cf84a56e432fdbfaf746924b7ea511dfe03a6506a0ceba4888788d9b94620697809081808210911802181690614cba565b90611b2d8282615685565b6040805165ffffffffffff9283168152929091166020830152819081015b0390a1005b03908111611b84577ff1038c18cf84a56e432fdbfaf746924b7ea511dfe03a6506a0ceba4888788d9b92611b229190614cba565b613653565b6001600160401b0381160361051557565b3461051557608036600319011261051557611bb56004610937565b611bbf60246107f4565b90604435611bcc81611b89565b60643592611bd98461071f565b611bef5f516020615af45f395f51905f52613f94565b611bf85f613205565b611c0183613205565b82158015611d5c575b611d46576001600160401b0382168015908115611d38575b50611d215761ffff84168015908115611d15575b50611cfe576115998394611c6a7f488cb752ab539b6010ba16f440cd635ceda73a4059088f6608ddf48e040211ff95613205565b611cbf836001611c7b8960076135ea565b500180546001600160a01b03929092166001600160f01b031990921661ffff60e01b60e086901b161767ffffffffffffffff60a01b60a089901b1617919091179055565b611cc886613205565b604080516001600160a01b0390941684526001600160401b03909416602084015261ffff16928201929092529081906060820190565b632e109e9f60e01b5f5261ffff841660045260245ffd5b6127109150115f611c36565b630ff5ab4160e31b5f526301e1338060045260245ffd5b6301e133809150115f611c22565b6306f54d8f60e31b5f5261069990836004614cd4565b50803b15611c0a565b634e487b7160e01b5f52604160045260245ffd5b90601f801991011681019081106001600160401b0382111761163c57604052565b906112de6040519283611d79565b6001600160401b03811161163c57601f01601f191660200190565b929192611dcf82611da8565b91611ddd6040519384611d79565b829481845281830111610515578281602093845f960137010152565b34610515576060366003190112610515576004356001600160a01b03811603610515576044356001600160401b038111610515573660238201121561051557611e4c903690602481600401359101611dc3565b506105596141d6565b34610515576020366003190112610515576004356001600160a01b03811690819003610515575f526004602052602060405f2054604051908152f35b34610515576040366003190112610515576024356001600160401b0381116105155761079e90369060040161072b565b3461051557602036600319011261051557611edc6004610937565b611ee581613205565b611ef08160076135ea565b506001810154906001600160a01b038216801561203e57611f119084614d0c565b9290916001600160401b03841642811190811561201c575b8115611ff4575b50611fde5782158015611fce575b611fb85754611f5d906001600160601b03165b6001600160601b031690565b908115159081611f8e575b50611f77575061055992614e1b565b634cb2611560e11b5f526106999250836004613ceb565b611fb29150611fae90611fa79060e01c61ffff1661060e565b8484614dd5565b1590565b5f611f68565b63dbdca77b60e01b5f5261069983866004613cd2565b506001600160601b038311611f3e565b634b4c90a160e01b5f5261069984866004613cb0565b611fff915042613775565b61201560a084901c6001600160401b0316610646565b105f611f30565b905061203661064683546001600160401b039060601c1690565b811090611f29565b63f169bbd560e01b5f52610699846004613ca0565b34610515576020366003190112610515577f6148aac4fbcfb247e37dec8467e0a60cc0bcdfdbb6e83e9934b63c9ef1e24fcb602060043561209381611b89565b6120a95f516020615af45f395f51905f52613f94565b6120bc816120b7600c6137c7565b614ebe565b6001600160401b0360405191168152a1005b34610515575f366003190112610515576015546040516001600160a01b039091168152602090f35b3461051557602080600319360112610515576001600160a01b0361211a60046107f4565b165f525f60205260405f2062278cff19420191428311611b845760088201805493909165ffffffffffff91821685612232575f959290925b925f915b8483106121da5761ffff87610a63612199600161218c6121808e8d8d806121b15750505f906150ab565b6001600160d01b031690565b93015460501c61ffff1690565b60408051938452931660208301529091829190820190565b6121d4916121c2876121cd93613775565b905f5260205f200190565b5460301c90565b906150ab565b90919293808416906001818618811c8301809311611b8457875f52848461220c858a5f200165ffffffffffff90541690565b16111561221f575050935b929190612156565b9095945061222c91614288565b92612217565b5f198681810111611b8457845f528660205f2001015460301c95929092612152565b346105155760203660031901126105155760043561227e5f516020615af45f395f51905f52613f94565b80156122b5576020817fa70bd512f7108f78a924d05836f49963c6d8583e3d39f5b6412eb5be70e8432a92600f55604051908152a1005b6375329b7760e01b5f525f600452600160245260445ffd5b34610515576040366003190112610515576024356001600160a01b038116810361051557610cb76020916004355f526013835260405f209060018060a01b03165f5260205260405f2090565b34610515575f366003190112610515576015548060d01c9081151580612371575b156123675760a01c65ffffffffffff165b6040805165ffffffffffff928316815292909116602083015290f35b50505f5f9061234b565b504282101561233a565b34610515575f3660031901126105155760206040515f8152f35b346105155760203660031901126105155760043560028110156105155760209060050154604051908152f35b34610515576040366003190112610515576123dc60046107f4565b6024358015159182820361051557335f525f60205260405f209060018060a01b0381169384159081156124e3575b81156124ba575b5061249f57612477826124728561245f61249a9560097f55844e8f02290714f723a1c766c3e96b89850bad30dfbcf8463c27ca7c636df898019060018060a01b03165f5260205260405f2090565b9060ff8254911515169060ff1916179055565b6146ae565b6040805194151585526001600160401b0390911660208501523393918291820190565b0390a3005b63294f8a1760e01b5f526001600160a01b031660045260245ffd5b6001600160a01b0383165f90815260098501602052604090205490915060ff161515145f612411565b338614915061240a565b346105155760c0366003190112610515576125145f516020615af45f395f51905f52613f94565b6125956012546001600160401b036040519161253160c084611d79565b60043561253d81611b89565b835260243561254b81611b89565b602084015260443561255c81611b89565b604084015260643561256d81611b89565b606084015260843561257e8161071f565b608084015260a43560a084015260a01c1690614ebe565b7fb9bf8ca66f7af402b4aa9c0232d54d38d81a7be744ecb33d7043c66c2e1bf4e560405180611b4b600482613d08565b34610515576040366003190112610515576125e060046107f4565b6125e8614227565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03818116929183156126f9578061264061262c612645936150c4565b9161263b60243530338a615117565b6150c4565b613775565b907f00000000000000000000000000000000000000000000000000000000000000009061267c8383612676816150c4565b97615160565b604051630ea598cb60e41b81526004810184905290602090829060249082905f9087165af19485156126f4576126406001936126c193610c45986126c7575b506150c4565b926142d5565b6126e89060203d6020116126ed575b6126e08183611d79565b81019061382c565b6126bb565b503d6126d6565b613d87565b639520248160e01b5f5261069960016004613ca0565b346105155760403660031901126105155761272a60046107f4565b602435906127577feeb7b68a7fb1750b870f18c25f28385063210b82e963dc58883be85f2b6b5b0e613f94565b6127616010613fce565b612710821161282b576001600160a01b0381165f90815260208190526040902061055992612812916127fe90916127ee61ffff6127a860018601546001600160401b031690565b6001600160401b039581871661282457546001600160401b03169050925b6127e26127d360c0611d9a565b6001600160a01b039099168952565b1661ffff166020870152565b6001600160401b03166040850152565b421660608301906001600160401b03169052565b5f60808201525f60a08201525f613ffd565b50926127c6565b635550deb360e11b5f908152600452602482905260445ffd5b34610515575f366003190112610515576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b34610515576040366003190112610515576004356001600160a01b038116810361051557610559906024355f82615232565b34610515576020366003190112610515576128d3614227565b6128de6004356144df565b805160408201516001600160a01b0391821691163303612bdc575b6001600160401b0361291560a08401516001600160401b031690565b908082169042161115612bc157506001600160a01b0381165f908152602081905260409020916129458383614579565b61296b610b2d60c083015161295981613205565b61296281613205565b600486016135ea565b6129758183614586565b926129808285615647565b93841580612bb8575b612ba357610c4595612ace93836005937f37d7d0b0c54d1294ec7c8910ec66f8e8247d11a6dee61e23498e25f0e06507bd8989612ac26129d360208301516001600160601b031690565b6001600160601b03979088168680821115612b94576129f8612a1091612a2093613775565b995b8616610b9660208501516001600160601b031690565b6001600160601b03166020830152565b838603612af657612a348184600435614646565b612a5b81610bc760c0860151612a4981613205565b612a5281613205565b60048d016135ea565b6040830151612a7f90859060c0906001600160a01b03169501519761264089613205565b90612a9960206119b160808401516001600160601b031690565b90612aa38b6146ae565b9260018060a01b039a8b97604051988998169c6004359c169a88613d92565b0390a460043592614739565b612af0604060c083015192612ae284613205565b01516001600160a01b031690565b90614a48565b612b3e612b06611f518689613775565b612b1b6004356001905f5260205260405f2090565b80546001600160a01b031660a09290921b6001600160a01b031916919091179055565b612b8f612b5560808301516001600160601b031690565b6001612b6b60043582905f5260205260405f2090565b0180546001600160a01b031660a09290921b6001600160a01b031916919091179055565b612a34565b5050612a20612a105f996129fa565b6304a6b0ef60e31b5f5260048035905260245ffd5b50801515612989565b63302f66d760e11b5f526001600160401b031660045260245ffd5b612be581614569565b6128f9565b3461051557604036600319011261051557612c0560046107f4565b60243590612c1281614569565b6001600160a01b0381165f90815260208190526040902090612c3b82546001600160401b031690565b6001600160401b03809116612d8c57600f54808510612d755750825467ffffffffffffffff19166001600160401b0342909216919091161782556002928060028401555f9360048401945b818110612d21576105595f600187876001600160a01b0381167fe78b84deacd6d56acf63cb80f25ad88f2c7e44742caa89d2737c583a2183f23b89338303612d1b57865b612d13612cd6876146ae565b60405193849384919093929360018060a01b031682526020820152608060408201525f608082015260606001600160401b0360a083019416910152565b0390a2614739565b33612cca565b80612d6f6b033b2e3c9fd0803ce80000006001612d3f81958b6135ea565b500180546bffffffffffffffffffffffff60601b191660609290921b600160601b600160c01b0316919091179055565b01612c86565b6375329b7760e01b5f52600485905260245260445ffd5b6345ed80e960e01b5f526001600160a01b03821660045260245ffd5b34610515575f36600319011261051557612dc0614227565b335f52600460205260405f2054801561104c5761083d90335f525f60408120556040518181527fc75e05acf1cb38399f4203d044c4d73db6fccae1d044214b7ef9bc7518db6d9760203392a2335f614a48565b3461051557608036600319011261051557612e2e60046107f4565b612e386024610937565b90612e4360646107f4565b916001600160a01b03808416908316818114159081612eab575b5061105b5780158015612ea2575b612e9057610a63612e80856044358587615232565b6040519081529081906020820190565b630bc2c5df60e11b5f5260045260245ffd5b50308114612e6b565b90503314155f612e5d565b34610515575f366003190112610515576020612ed0613dde565b65ffffffffffff60405191168152f35b34610515575f366003190112610515576014546001600160a01b039081163303612f72576014546001600160a01b0381169060a01c65ffffffffffff1680158015612f68575b612f565750612f3c612f4392601554165f6157ff565b505f6157c1565b50601480546001600160d01b0319169055005b6319ca5ebb60e01b5f5260045260245ffd5b5042811015612f26565b636116401160e11b5f523360045260245ffd5b34610515575f36600319011261051557601454604080516001600160a01b038316815260a09290921c65ffffffffffff16602083015290f35b6060366003190112610515576044356001600160401b0381116105155761079e90369060040161072b565b346105155760203660031901126105155760206107ec600435613e23565b346105155760603660031901126105155761302260046107f4565b61302c6024610937565b90604435613038614227565b6002831015610a6757821580156130ad575b61309857610c45926126c17f0000000000000000000000000000000000000000000000000000000000000000612640613082826150c4565b9161263b8630336001600160a01b038516615117565b639520248160e01b5f52610699836004613ca0565b507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03161561304a565b34610515576040366003190112610515576004356024356001600160a01b0381168103610515578115610d195781613128610d0f610559945f526013602052600160405f20015490565b6157ff565b34610515575f366003190112610515576131465f613f94565b6105595f80615867565b34610515575f3660031901126105155760206040517f539440820030c4994db4e31b6b800deafd503688728f932addfe7a410515c14c8152f35b34610515576040366003190112610515576004356001600160a01b03811690819003610515576131ba6024610937565b905f525f602052600460405f20016002821015610a67576001600160601b03916131e3916135ea565b50600181015490546040805160609390931c93909316825260c01c6020820152f35b60021115610a6757565b906002821015610a675752565b6112de9092919260c08060e0830195805160018060a01b0380911685526020820151906001600160601b0380921660208701526040830151166040860152606082015116606085015260808101516001600160401b03809116608086015260a08201511660a0850152015191019061320f565b34610515576020366003190112610515576132a8613f5c565b506004355f526001602052610a6360405f2061335561334c6002604051936132d160e086611d79565b80546001600160a01b03808216875260a09190911c6020870152613310905b60018301549081166001600160a01b0316604088015260a01c6060870152565b01546001600160401b0381166080850152613343604082901c6001600160401b03165b6001600160401b031660a0860152565b60801c60ff1690565b60c08301613e17565b6040519182918261321c565b34610515575f3660031901126105155760206040517ff4d2b3467675d850469df55e0899d3e811c9897b32d7c291d7930c2503dd23cf8152f35b34610515576133ab366004610d28565b6133d47f539440820030c4994db4e31b6b800deafd503688728f932addfe7a410515c14c613f94565b6133e1610d74600b6135a8565b60ff821680158015613412575b8015613404575b610da457610559838317614825565b5060ff8284161615156133f5565b5060e0831615156133ee565b34610515576020366003190112610515576004355f526003602052602060405f205460ff604051911615158152f35b34610515576020366003190112610515576004356001600160a01b03811690819003610515576134895f516020615af45f395f51905f52613f94565b801580156134e0575b6134ce57601280546001600160a01b031916821790557f3c864541ef71378c6229510ed90f376565ee42d9c5e0904a984a9e863e6db44f5f80a2005b6312b31bfd60e11b5f5260045260245ffd5b50308114613492565b634e487b7160e01b5f52603260045260245ffd5b919081101561350d5760c0020190565b6134e9565b356117e08161071f565b356117e081611b89565b60c081360312610515576040519061353f60c083611d79565b613548816107f4565b825260208101356135588161071f565b6020830152604081013561356b81611b89565b6040830152606081013561357e81611b89565b606083015260808101359063ffffffff821682036105155760a0916080840152013560a082015290565b906040516135b7608082611d79565b606081935460ff811683526001600160401b0390818160081c166020850152818160481c16604085015260881c16910152565b90600281101561350d5760011b01905f90565b9060405161360c60c082611d79565b60a0819360018154916001600160601b03928381168652838160601c16602087015260c01c604086015201549080821660608501528160601c16608084015260c01c910152565b634e487b7160e01b5f52601160045260245ffd5b9190916001600160601b0380809416911601918211611b8457565b6001600160601b039182169082160391908211611b8457565b91906137625780516020820151604083015160c01b6001600160c01b031916600160601b600160c01b03606092831b166001600160601b0393841617178455820151600190930180546bffffffffffffffffffffffff19169382169390931783556112de92916001600160401b039160a0919061374190608083015186546bffffffffffffffffffffffff60601b1916911660601b600160601b600160c01b0316178555565b015182546001600160c01b0316911660c01b6001600160c01b031916179055565b634e487b7160e01b5f525f60045260245ffd5b91908203918211611b8457565b946001600160401b039360a095929897936137a18860c081019b61320f565b602088015260408701526001600160601b03809216606087015216608085015216910152565b906040516137d660c082611d79565b60a06002829480546001600160401b038082168652808260401c1660208701528160801c16604086015260c01c606085015261ffff60018201541660808501520154910152565b600282101561350d5701905f90565b90816020910312610515575190565b6001600160401b03811161163c5760051b90565b906138598261383b565b6138666040519182611d79565b613870819361383b565b90369037565b6007821015610a675752565b6006821015610a675752565b61112e8261111a565b60405191905f835b600282106138b5575050506112de604083611d79565b600160208192855481520193019101909161389f565b906112de613a0b600f6138df610280611d9a565b9461391e61391382546138f560ff82168a613882565b613909600882901c60ff1660208b0161388e565b60101c61ffff1690565b61ffff166040880152565b600181015460608701526002810154608087015261393e60038201613897565b60a087015261394f60058201613897565b60c087015261396060078201613897565b60e087015260098101546001600160401b03808216610100890152604091821c8116610120890152600a830154610140890152600b830154610160890152600c8301548082166101808a01529182901c81166101a0890152608082901c81166101c089015260c09190911c6101e0880152600d8201549081166102008801526139f8906139ec90611902565b61ffff16610220880152565b600e810154610240870152015460ff1690565b1515610260840152565b90604051613a2460e082611d79565b82546001600160a01b039081168252600184015481166020830152600284015490811660408301529092839160c091601491613a699060a01c60ff1660608601613876565b613a75600382016138cb565b6080850152613a9161333360138301546001600160401b031690565b0154910152565b90600182811c92168015613ac6575b6020831014613ab257565b634e487b7160e01b5f52602260045260245ffd5b91607f1691613aa7565b601f8211613add57505050565b5f5260205f20906020601f840160051c83019310613b15575b601f0160051c01905b818110613b0a575050565b5f8155600101613aff565b9091508190613af6565b916060816001600160401b039260209497969760408752816040880152838701375f828287010152601f80199101168401019416910152565b60405190613b686101a083611d79565b6060610180835f81525f60208201525f60408201525f83820152613b8c600261383b565b613b996040519182611d79565b613ba3600261383b565b3682376080820152613bb5600261384f565b60a0820152613bc4600261384f565b60c08201525f60e08201525f6101008201525f6101208201525f6101408201525f6101608201520152565b90600281101561350d5760051b0190565b9060405191825f8254613c1281613a98565b908184526020946001916001811690815f14613c7e5750600114613c40575b5050506112de92500383611d79565b5f90815285812095935091905b818310613c665750506112de93508201015f8080613c31565b85548884018501529485019487945091830191613c4d565b925050506112de94925060ff191682840152151560051b8201015f8080613c31565b6020810192916112de919061320f565b9092916001600160401b03602091613ccc84604081019761320f565b16910152565b60209093929193613ce781604081019661320f565b0152565b604091949392613cff82606081019761320f565b60208201520152565b91909160a08060c08301948035613d1e81611b89565b6001600160401b038091168552806020830135613d3a81611b89565b166020860152806040830135613d4f81611b89565b1660408601526060820135613d6381611b89565b16606085015261ffff6080820135613d7a8161071f565b1660808501520135910152565b6040513d5f823e3d90fd5b9590979692936001600160401b039460c09693613db38960e081019c61320f565b6020890152604088015260608701526001600160601b0380921660808701521660a085015216910152565b6015548060d01c8015159081613e0d575b5015613e035760a01c65ffffffffffff1690565b5060145460d01c90565b905042115f613def565b6002821015610a675752565b5f52600160205260405f20604051613e3c60e082611d79565b81546001600160a01b03808216835260a091821c6020840190815260018501549182166040850152911c60608301526002909201546001600160401b0380821660808401526001600160601b03613ec2613eb3604085901c6001600160401b03166001600160401b031660a0870190815294613343565b95610c0260c087019788613e17565b1615918215613f3a575b5050613f3457613f2f613f28610b2d6117e0946004613f0d613ef4875160018060a01b031690565b6001600160a01b03165f90815260208190526040902090565b915191613f1983613205565b613f2283613205565b016135ea565b8092614586565b615647565b50505f90565b51909150613f50906001600160401b0316610646565b90421611155f80613ecc565b60405190613f6b60e083611d79565b5f60c0838281528260208201528260408201528260608201528260808201528260a08201520152565b5f81815260136020908152604080832033845290915290205460ff1615613fb85750565b63e2517d3f60e01b5f523360045260245260445ffd5b60ff81613fde610d74600b6135a8565b1616613fe75750565b60ff90638f121e4360e01b5f521660045260245ffd5b8151614011906001600160a01b0316613ef4565b9161402383546001600160401b031690565b6001600160401b03809116156141b457606082019061404982516001600160401b031690565b906001860194855492828416928391161061419657507f634df7296926c7e817c37889fc7d7cade8ec89c173e17c285c889907fda284d3939291614191915060401c61ffff16946140f36140d66140a5602087015161ffff1690565b835469ffff00000000000000001916604082901b69ffff00000000000000001617845594516001600160401b031690565b825467ffffffffffffffff19166001600160401b03821617909255565b83516001600160a01b03169661411360408601516001600160401b031690565b9461413360a061412a608084015163ffffffff1690565b920151926146ae565b6040805161ffff9a8b1681529990961660208a01526001600160401b0396871695890195909552918516606088015263ffffffff909116608087015260a0860152911660c084015233936001600160a01b03169290819060e0820190565b0390a3565b633d4dd2f760e11b5f526004526001600160401b031660245260445ffd5b8151632e4d1b0b60e11b5f5260048490526001600160a01b031660245260445ffd5b6117e07f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165f80614210368083611dc3565b602081519101845af4614221614a19565b91615926565b7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00805c614254576001905d565b633ee5aeb560e01b5f5260045ffd5b5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005d565b91908201809211611b8457565b95919360c095919897936001600160401b03956142b68960e081019c61320f565b602089015260408801526060870152608086015260a085015216910152565b9291926142e26001613fce565b6142eb81614b01565b906142fb825460ff9060c81c1690565b806144a7575b80614495575b61447a57831561446b5761431a83613205565b614339611f5161432b8560076135ea565b50546001600160601b031690565b9485156144565761434984613205565b61435684600485016135ea565b5093845496614372611f51896001600160601b039060601c1690565b90614387886001600160601b03809b16614288565b9789614393848b614288565b1161444757610c3d5f9961440f7f03235adf19c9ea6e799367ef0e00c558fb7d799ddf65d606a7056fe7dfb6c9d5956143f460029c6112de9f6143d68e8e614579565b85166001600160601b0382549116906001600160601b031916179055565b8a546144049060c81c60ff161590565b614431575b82614288565b6144188a6146ae565b91604051958695339a60018060a01b038d169a88614295565b8a5460ff60c81b1916600160c81b178b55614409565b634ef08d2160e11b5f5260045ffd5b6331d5e1f560e21b5f52610699846004613ca0565b631f2a200560e01b5f5260045ffd5b633f1996b760e01b5f526001600160a01b031660045260245ffd5b506144a2611fae82615752565b614307565b506144b4611fae83615728565b614301565b9060208201516001600160401b038091169116105f146144da575160ff1690565b505f90565b906144e8613f5c565b50815f52600160205260405f20916001600160601b0361454e60405161450f60e082611d79565b85546001600160a01b03808216835260a09190911c60208301908152966145409161334c91600291613310906132f0565b94516001600160601b031690565b16156145575750565b6310a1e4e360e21b5f5260045260245ffd5b61457290615752565b1561105b57565b60076112de925f92614739565b60808101516001600160401b03166145ab61064660408501516001600160401b031690565b6001600160401b038092160361463f576001906145d260a08501516001600160401b031690565b161461462857906146238261460d60806145fe60606145fe60206117e09901516001600160601b031690565b9401516001600160601b031690565b926001600160601b038080921694169116614dc2565b6157a3565b50602001516117e0906001600160601b0316611f51565b5050505f90565b906080915f52600160205260405f2060018060a01b0381541690550151906001600160401b03918280604084015116911614614680575050565b60a00190808251168015611b84575f1901169052565b6001600160401b03809116908114611b845760010190565b6117e06146c76001600160401b03835460801c16614696565b825467ffffffffffffffff60801b1916608082901b67ffffffffffffffff60801b1617909255565b9392919594909560a08501966147048161111a565b855261470f8161111a565b60208501526008821015610a67576080926001600160401b03926040860152606085015216910152565b9290919282549260ff8460c01c169461475182614b3b565b9361475b8561111a565b6147648761111a565b84871461481c576147d36147e9937f259df17237c2325e352666c4ea5b6d8546eaa1ab40ab8dc0805d0e33927ab0739761479d8861111a565b600488141580614804575b6147ee575b506147b78761111a565b805460ff60c01b191660c088901b60ff60c01b161781556146ae565b9160405195869560018060a01b031698866146ef565b0390a2565b67ffffffffffffffff60401b191681555f6147ad565b506001600160401b03808260401c16904216116147a8565b50505050505050565b7fc9c1de88363e931e5a226b42353a4d3980742d2b2484217168bcb7f9c60ad3bf614850600b6135a8565b6001600160401b034216926147e961496b61495d61495d61494f604051614878608082611d79565b5f815260208101995f8b52600c60408301985f8a52606084019a5f8c528d8c6148c26148a487856144b9565b60ff86168952916148b58886615984565b6001600160401b03169052565b60ff84166149b4575b505050166149a3575b508051600b80546020840151604085015160608601516001600160c81b031990931660ff959095169490941760089190911b68ffffffffffffffff00161760489390931b70ffffffffffffffff000000000000000000169290921760889290921b67ffffffffffffffff60881b169190911790555160ff1690565b97516001600160401b031690565b93516001600160401b031690565b6040519384933397859290949360609260ff60808601971685526001600160401b039283809216602087015216604085015216910152565b6001600160401b031687525f6148d4565b60ff16156149db576148b560206149d39301516001600160401b031690565b5f8d816148cb565b6149d391506148b562093a80866154fe565b90336001600160a01b03821603614a0a57614a07916157ff565b50565b63334bd91960e11b5f5260045ffd5b3d15614a43573d90614a2a82611da8565b91614a386040519384611d79565b82523d5f602084013e565b606090565b9190918115614afc576002811015610a6757614a92575f80808093855af1614a6e614a19565b5015614a775750565b6306d133c960e31b5f526001600160a01b031660045260245ffd5b60405163a9059cbb60e01b60208201526001600160a01b0392909216602483015260448083019190915281526112de90614acd606482611d79565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03166158ce565b505050565b60018060a01b031690815f525f60205260405f20916001600160401b0383541615614b295750565b63bfc6c33760e01b5f5260045260245ffd5b80546001600160401b038082161561463f57614b5683615728565b9160048401926001600160601b03614b82614b715f876135ea565b505460601c6001600160601b031690565b161593841594614c3f575b501580938194614c36575b50614c2d57614bd384614bbf6002610646970154600f548082115f14614c25575091614c5c565b101594859260401c6001600160401b031690565b8015159283614c04575b505050614bfd57614bf75715614bf257600290565b600190565b50600390565b5050600490565b9192509082614c19575b505015825f80614bdd565b42161190505f80614c0e565b905091614c5c565b50505050600190565b9050155f614b98565b614c53919450614b716001611f51926135ea565b1515925f614b8d565b905f915f905b60028210614c6e575050565b9092670de0b6b3a7640000614ca6614c8986600486016135ea565b506001600160601b0380915416908760011b600701541690614dc2565b048101809111611b84579260010190614c62565b91909165ffffffffffff80809416911601918211611b8457565b909291602090614ce883604081019661320f565b6001600160a01b0316910152565b9190826040910312610515576020825192015190565b9190915f8060405160208101906313de994160e31b825260048152614d32602482611d79565b5190865afa614d3f614a19565b90158015614db6575b614d8d5780602080614d5f93518301019101614cf6565b90936001600160401b0392838311614d775750501690565b63a0b46f8160e01b5f5261069992506004614cd4565b63a0b46f8160e01b5f5283826002811015610a67576004526001600160a01b031660245260445ffd5b50604081511415614d48565b81810292918115918404141715611b8457565b9081811115614e0c57818103908111611b8457915b61271092838102938185041490151715611b8457614e0791614dc2565b101590565b8103818111611b845791614dea565b916002831015610a67577f01716045ba3038b47129600b92f262f664eb657102e7b53c95ff80a6b9e07937916060916001600160401b0360088660011b80600701614e876001600160601b03871682906001600160601b0382549116906001600160601b031916179055565b805484881b1916858516881b179055015491614ea287613205565b60405193845216602083015260018060a01b03166040820152a2565b90614ed361064683516001600160401b031690565b614ef56020840191614eef61064684516001600160401b031690565b90614288565b614f22614f146040860192614eef61064685516001600160401b031690565b92516001600160401b031690565b906001600160401b0380921615908115615090575b506150815782166301e133808082118015615062575b61504757508110156150275750608082015161ffff16612710811161501157506012805467ffffffffffffffff60a01b191660a092831b67ffffffffffffffff60a01b1617905581516020830151604080850151606086015160c01b6001600160c01b03191667ffffffffffffffff60401b9390921b929092166001600160401b039093169290921767ffffffffffffffff60801b608092831b161791909117600c55820151600d805461ffff90921661ffff199092169190911790550151600e55565b632e109e9f60e01b5f5261ffff1660045260245ffd5b633e9d023f60e01b5f526001600160401b0390911660045260245260445ffd5b630ff5ab4160e31b5f526001600160401b031660045260245ffd5b508061507b61064660608801516001600160401b031690565b11614f4d565b63d2c0367760e01b5f5260045ffd5b516150a491506001600160401b0316610646565b155f614f37565b6001600160d01b039182169082160391908211611b8457565b6040516370a0823160e01b815230600482015290602090829060249082906001600160a01b03165afa9081156126f4575f916150fe575090565b6117e0915060203d6020116126ed576126e08183611d79565b6040516323b872dd60e01b60208201526001600160a01b0392831660248201529290911660448301526064808301939093529181526112de9161515b608483611d79565b6158ce565b60405163095ea7b360e01b60208083018281526001600160a01b038616602485015260448085019790975295835290949193601f19929091905f906151a6606488611d79565b86519082875af15f513d8261520d575b5050156151c5575b5050505050565b60405160208101959095526001600160a01b031660248501525f6044850152606490810184526152039361515b916151fd9082611d79565b826158ce565b5f808080806151be565b90915061522a57506001600160a01b0383163b15155b5f806151b6565b600114615223565b91909161523d614227565b816152486002613fce565b61525182614b01565b9361525b83614569565b600485019161526982613205565b615276610b2d83856135ea565b945f19146154d6575b801561446b5784516001600160601b039081168083116154bb57506152a48786614579565b8116908186516152ba906001600160601b031690565b906152c491613682565b6001600160601b031686528560208101948386516152e8906001600160601b031690565b906152f291613667565b6001600160601b0316865260a0820180516001600160401b031661531590614696565b6001600160401b031690528461532a81613205565b615333916135ea565b61533d929161369b565b601054615349906154f0565b978896879586601055601254615369906001600160401b039060a01c1690565b61537c906001600160401b0342166154fe565b9060808301898151615394906001600160601b031690565b97604086019889516153ac906001600160401b031690565b916153b760e0611d9a565b6001600160a01b0390941684526001600160601b031660208401526001600160a01b03881660408401526001600160601b031660608301526001600160401b031660808201526001600160401b03841660a08201526154198960c08301613e17565b5f8a81526001602052604090209061543091615519565b516001600160601b031695516001600160401b031692516001600160601b031690516001600160601b0316916154658c6146ae565b93604051978897600160a01b600190038d169a615482988a6155dd565b037fbdfb3ff54089720519b19478b26d46a059b6bca3b8a9a64e2d99e78020e2bdca91a36154b292600391614739565b906112de614263565b630f4e865b60e41b5f526001600160601b031660045260245ffd5b506154eb611f5185516001600160601b031690565b61527f565b5f198114611b845760010190565b9190916001600160401b0380809416911601918211611b8457565b8151602083015160a090811b6001600160a01b03199081166001600160a01b039384161784556040850151606086015190921b16911617600182015560c09060029060808401519101805467ffffffffffffffff19166001600160401b0392831617815592906155af9060a0830151855467ffffffffffffffff60401b1916911660401b67ffffffffffffffff60401b16178455565b01516155ba81613205565b6002811015610a6757815460ff60801b191660809190911b60ff60801b16179055565b979261560661010098929b9a9695936101208b019c60018060a01b03168b5260208b019061320f565b60408901526001600160601b03938480931660608a01526001600160401b03968780921660808b01521660a08901521660c08701521660e085015216910152565b9080516001600160601b0380911691816020820151168301809311611b845760600151168103908111611b845780821015615680575090565b905090565b906015548060d01c806156cc575b5050601580546001600160a01b031660a09390931b65ffffffffffff60a01b169290921760d09190911b6001600160d01b031916179055565b4211156156fe57601480546001600160d01b031660309290921b6001600160d01b0319169190911790555b5f80615693565b507f2b1fa2edafe6f7b9e97c1a9e0c3660e645beb2dcaa2d45bdbf9beaf5472e1ec55f80a16156f7565b60048101546001600160601b03809116159182159261574657505090565b60060154161515919050565b60018060a01b0316803314908115615768575090565b5f90815260208181526040808320338452600901909152902060ff9150541690565b6001600160401b039182169082160391908211611b8457565b81156157ad570490565b634e487b7160e01b5f52601260045260245ffd5b9081156157d2575b6117e0916159e1565b6015546001600160a01b039290838116610d19576001600160a01b031916928216929092176015556157c9565b906117e091801580615826575b15615a6b57601580546001600160a01b0319169055615a6b565b506015546001600160a01b0383811691161461580c565b65ffffffffffff90818111615850571690565b6306dfcc6560e41b5f52603060045260245260445ffd5b601480546001600160d01b031981166001600160a01b039093169290921760a093841b65ffffffffffff60a01b16179055901c65ffffffffffff166158a857565b7f8886ebfc4259abdbc16601dd8fb5678e54878f47b3c34836cfc51154a96051095f80a1565b905f602091828151910182855af115613d87575f513d61591d57506001600160a01b0381163b155b6158fd5750565b635274afe760e01b5f9081526001600160a01b0391909116600452602490fd5b600114156158f6565b9061594a575080511561593b57602081519101fd5b63d6bda27560e01b5f5260045ffd5b8151158061597b575b61595b575090565b639996b31560e01b5f9081526001600160a01b0391909116600452602490fd5b50803b15615953565b60408101908151926001600160401b03809416156159d657818460606159c5938260206117e0999701511680848316105f146159ce5750925b0151166154fe565b9151169061578a565b9050926159bd565b506060915001511690565b5f8181526013602090815260408083206001600160a01b038616845290915290205460ff16613f34575f8181526013602090815260408083206001600160a01b03861684529091529020805460ff1916600117905533916001600160a01b0316907f2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d5f80a4600190565b5f8181526013602090815260408083206001600160a01b038616845290915290205460ff1615613f34575f8181526013602090815260408083206001600160a01b03861684529091529020805460ff1916905533916001600160a01b0316907ff6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b5f80a460019056fe35a7846a2a701fff6f9d61a46ebff5da578c5dcee8bdf361c569f9ea4ee6477160808060405234601557613a12908161001a8239f35b5f80fdfe60806040526004361015610011575f80fd5b5f3560e01c806301ffc9a71461010457806315e4036f146100ff578063211c2aa2146100fa578063248a9ca3146100f55780632f2ff15d146100f057806336568abe146100eb57806346d48333146100e6578063678b3ee2146100e157806369ae9af8146100dc57806373239f79146100d757806391d14854146100d257806397100ea2146100cd578063a217fddf146100c8578063cfe49dde146100c35763d547741f146100be575f80fd5b6111dd565b610fc8565b610fae565b610ea1565b610e47565b610c0e565b610a4f565b6108fe565b610739565b6106f3565b6106a5565b61065e565b6104e7565b61019a565b3461015a57602036600319011261015a5760043563ffffffff60e01b811680910361015a57602090637965db0b60e01b8114908115610149575b506040519015158152f35b6301ffc9a760e01b1490505f61013e565b5f80fd5b359061ffff8216820361015a57565b9181601f8401121561015a578235916001600160401b03831161015a576020838186019501011161015a57565b3461015a57608036600319011261015a5760048035602435918083101561015a576101c5604461015e565b6001600160401b039060643582811161015a576101e5903690850161016d565b9061020f7fda68050e80e24afbc90fce2c29debae774b40f3ba757ee09dff1984759d61cd46115ea565b6102196008611666565b5f86815260026020526040902094600286019361023b855460ff9060a01c1690565b610245600561123a565b61024e8161123a565b600581036104d257506001870154610276906001600160a01b03165b6001600160a01b031690565b331480156104b8575b6104a95761028b6116f2565b956102a060138901546001600160401b031690565b908082169088161161048d57506102b65f611262565b6102bf89611262565b881561047e576102cf6002611262565b6102d889611262565b600289149182156104725761ffff8216801590811561044b575b505b6104305750918661039799949261039096946103106001611262565b61031987611262565b60018714988915610399575050505061033660036103819461126c565b6103406002611334565b87546103779061036d906001600160a01b03165b6001600160a01b03165f90815260208190526040902090565b60038a0190611a8d565b905f868a8c6119d3565b61038b6001611262565b611262565b1591611b9d565b005b906103d361040593926103b0600661041a9a61126c565b6103cd600f600388019701916103c7835460c01c90565b906112a4565b906112c4565b8a5484906103e9906001600160a01b0316610354565b921561041f576103f8926117ec565b915b5460101c61ffff1690565b61041160068a016112ec565b90868a8c6119d3565b610381565b505061042a90611745565b916103fa565b63176234ff60e01b5f5261ffff909116815260200190505b5ffd5b905061046a61046360038b015461ffff9060101c1690565b61ffff1690565b11155f6102f2565b61ffff821615156102f4565b5063c74a206d60e01b5f908152fd5b6305bd3a4960e51b5f526001600160401b03168252602082015ffd5b506358893a1760e01b5f908152fd5b5086546104cd906001600160a01b03166116ba565b61027f565b637f0bd36b60e01b5f52610448908984611249565b3461015a57602036600319011261015a576004356105247f35a7846a2a701fff6f9d61a46ebff5da578c5dcee8bdf361c569f9ea4ee647716115ea565b61052e6004611666565b61053781611c85565b60128101805460ff168015610630575b61061c576105536116f2565b600f83015460401c6001600160401b0316906001600160401b038083169116116106015750805460ff1916600117905561059490546001600160a01b031690565b906105b76105b2835f9060018060a01b03165f5260205260405f2090565b611d17565b6040516001600160401b03909116815233926001600160a01b031691907fd25a039be4907b0bce99d51cb80c5cec5e91f263752f28a26253172c8ea8ffd99080602081015b0390a4005b6305bd3a4960e51b5f526001600160401b031660045260245ffd5b63fe9e44ed60e01b5f52600483905260245ffd5b5061065961065583601060038201549161ffff918291015460401c169160101c161190565b1590565b610547565b3461015a57602036600319011261015a5760206106896004355f526013602052600160405f20015490565b604051908152f35b35906001600160a01b038216820361015a57565b3461015a57604036600319011261015a576004356024356001600160a01b038116810361015a57816106ee6106e9610397945f526013602052600160405f20015490565b6115ea565b611d58565b3461015a57604036600319011261015a576024356001600160a01b03811680820361015a57330361072a5761039790600435611de8565b63334bd91960e11b5f5260045ffd5b3461015a5760031960203682011261015a57600435906001600160401b03821161015a5761016090823603011261015a576107937ff4d2b3467675d850469df55e0899d3e811c9897b32d7c291d7930c2503dd23cf6115ea565b6024810180356107a28161135b565b6107ab81611365565b15908115610839575b5061082a576107c560448201611390565b6107ce5f611386565b6107d781611386565b1561081b57610817906108075f6108016107f260115461139a565b938460115536906004016113d2565b836123c8565b6040519081529081906020820190565b0390f35b630f7fcb2960e21b5f5260045ffd5b63dbf4a40960e01b5f5260045ffd5b600591506108469061136f565b61084f82611365565b61085881611365565b145f6107b4565b634e487b7160e01b5f52604160045260245ffd5b90601f801991011681019081106001600160401b0382111761089457604052565b61085f565b906108a76040519283610873565b565b81601f8201121561015a578035906001600160401b03821161089457604051926108dd601f8401601f191660200185610873565b8284526020838301011161015a57815f926020809301838601378301015290565b3461015a57606036600319011261015a576109196004610691565b6001600160401b0360443581811161015a57600161093e610a1e9236906004016108a9565b936109687f35a7846a2a701fff6f9d61a46ebff5da578c5dcee8bdf361c569f9ea4ee647716115ea565b61097360115461139a565b94856011556109926109836114af565b6001600160a01b039093168352565b6109a0600560208401611503565b60243560808301526109d48542166109c48160a08601906001600160401b03169052565b6001600160401b031660c0840152565b6040805146602082019081523092820192909252606080820189905281526109fd608082610873565b51902060e083015280516020820120610100830152610120820152846123c8565b600c546001600160401b03161615610a3257005b80610a49610397926002905f5260205260405f2090565b906126e8565b3461015a57602036600319011261015a5760048035610a6d82611666565b610a7681611c85565b91610a7f6116f2565b600284015460a01c60ff16610a94600161123a565b610a9d8161123a565b6001811480610be5575b610bcd57600590610ab78261123a565b610ac08161123a565b1480610b98575b610b6557600f84015460401c6001600160401b0316906001600160401b03808316911611610b4a5750600383015460108085015460401c61ffff9081169290911c161180610b33575b610b1e5761039783836126e8565b632eff7d6960e01b5f5290815260200190505ffd5b50610b45610655601285015460ff1690565b610b10565b6305bd3a4960e51b5f526001600160401b031681526020015ffd5b61044882610b7d60138701546001600160401b031690565b63adc9513160e01b5f526001600160401b0316815260200190565b50610bbc610bb060138601546001600160401b031690565b6001600160401b031690565b6001600160401b0382161115610ac7565b61044883610b7d600f8801546001600160401b031690565b50610bfd610bb0600f8701546001600160401b031690565b6001600160401b0383161115610aa7565b3461015a57604036600319011261015a576004356024356001600160401b03811161015a57610c4190369060040161016d565b9091610c4c81611c85565b9060028201610c60815460ff9060a01c1690565b610c6a600661123a565b610c738161123a565b60068114610e3157506001830154610c93906001600160a01b031661026a565b331480610dd6575b1580610d60575b610d515761039794827f3de431a47b06c52acb27439e717b58db9c467632b7f11a41719e4f0bd412d53d5f96610d056003610cff610ce68a5460018060a01b031690565b6001600160a01b03165f90815260208c90526040902090565b9661126c565b610d126003880186611a8d565b8754909190610d4990610d2e906001600160a01b031697611d17565b60405133986001600160a01b03169790948594909185611556565b0390a4611b9d565b63ea8e4eb560e01b5f5260045ffd5b507f35a7846a2a701fff6f9d61a46ebff5da578c5dcee8bdf361c569f9ea4ee647715f526013602052610dd1610655610dca337fe67da1e8b85084e387aa609ccb496420ca7ada37c1f57df32af0672a32d7d1a75b9060018060a01b03165f5260205260405f2090565b5460ff1690565b610ca2565b507ff4d2b3467675d850469df55e0899d3e811c9897b32d7c291d7930c2503dd23cf5f526013602052610e2c610dca337f1e3521df32624070f696336e268fff608dae28b3e3340905abc7230a2d315c7e610db5565b610c9b565b637f0bd36b60e01b5f5261044890836004611249565b3461015a57604036600319011261015a576024356001600160a01b038116810361015a57610e936020916004355f526013835260405f209060018060a01b03165f5260205260405f2090565b5460ff604051911615158152f35b3461015a57602036600319011261015a57600435610ebe81611c85565b90610ec76116f2565b600f830154906001600160401b03808360401c1691161115610f8d576103975f8484610f15610efc835460018060a01b031690565b6001600160a01b03165f90815260208590526040902090565b610f2360046002850161126c565b817f074937846994855457c1c09794ac8f7bafc8407b3bd40f8e5892fda8b3f1ff96610f526003860184611a8d565b8554909390610f6a906001600160a01b031691611d17565b6040516001600160a01b03909216948291610f85918361158a565b0390a3611b9d565b63adc9513160e01b5f526001600160401b0360409190911c1660045260245ffd5b3461015a575f36600319011261015a5760206040515f8152f35b606036600319011261015a57600460243581356001600160401b0360443581811161015a57610ffa903690860161016d565b916110056008611666565b5f8481526002602052604090206002810196611026885460ff9060a01c1690565b611030600161123a565b6110398161123a565b600181036111c8575081546001600160a01b031697611057896128c2565b61105f6116f2565b91600f84019461107686546001600160401b031690565b9080821690851611610b4a575060118401548034036111b6575088156111a8575061115e6105fc9361112a60136111087fa014cf2de6a704a680ae8ce55cbcf0173e5d2dbccb4420d53d74a9575654d6f69a9998966110ef876110dd600561116f9a61126c565b80546001600160a01b03191633179055565b346014860155875460801c6001600160401b03166103c7565b9201805467ffffffffffffffff19166001600160401b03909316929092178255565b61115161114b61114183546001600160401b031690565b865460c01c6103c7565b856112c4565b546001600160401b031690565b915460401c6001600160401b031690565b6001600160a01b0389165f90815260208190526040902061118f90611d17565b91604051958695339b60018060a01b03169a34886115a6565b6313161a7560e11b5f908152fd5b63f17d47af60e01b5f5281526020015ffd5b637f0bd36b60e01b5f52610448918790611249565b3461015a57604036600319011261015a576004356024356001600160a01b038116810361015a57816112216106e9610397945f526013602052600160405f20015490565b611de8565b634e487b7160e01b5f52602160045260245ffd5b6007111561124457565b611226565b9081526040810192919060078210156112445760200152565b6004111561124457565b90600781101561124457815460ff60a01b191660a09190911b60ff60a01b16179055565b634e487b7160e01b5f52601160045260245ffd5b9190916001600160401b03808094169116019182116112bf57565b611290565b9067ffffffffffffffff60401b82549160401b169067ffffffffffffffff60401b1916179055565b60405191905f835b6002821061130a575050506108a7604083610873565b60016020819285548152019301910190916112f4565b6001600160401b0381116108945760051b90565b9061133e82611320565b61134b6040519182610873565b6113558193611320565b90369037565b6006111561015a57565b6006111561124457565b356113798161135b565b90565b6005111561015a57565b6005111561124457565b356113798161137c565b5f1981146112bf5760010190565b35906108a78261135b565b35906108a78261137c565b35906001600160401b038216820361015a57565b9190610160808483031261015a576113e990610899565b926113f381610691565b8452611401602082016113a8565b6020850152611412604082016113b3565b60408501526114236060820161015e565b60608501526080810135608085015261143e60a082016113be565b60a085015261144f60c082016113be565b60c085015260e0818101359085015261010080820135908501526001600160401b03916101208083013584811161015a578261148c9185016108a9565b90860152610140928383013590811161015a576114a992016108a9565b90830152565b604051906114bf61016083610873565b6060610140835f81525f60208201525f60408201525f838201525f60808201525f60a08201525f60c08201525f60e08201525f610100820152826101208201520152565b60068210156112445752565b908060209392818452848401375f828201840152601f01601f1916010190565b5f915b6002831061153f57505050565b600190825181526020809101920192019190611532565b9294936115846115796001600160401b039360609560808852608088019161150f565b96602086019061152f565b16910152565b9092916001600160401b0360409161158484606081019761152f565b95936115cb9260a096999894928852602088015260c0604088015260c087019161150f565b956001600160401b039283809216606087015216608085015216910152565b5f81815260136020908152604080832033845290915290205460ff161561160e5750565b63e2517d3f60e01b5f523360045260245260445ffd5b90604051611633608082610873565b606081935460ff811683526001600160401b0390818160081c166020850152818160481c16604085015260881c16910152565b611670600b611624565b816001600160401b0380602084015116904216105f146116b05760ff809251165b161661169a5750565b60ff90638f121e4360e01b5f521660045260245ffd5b60ff91505f611691565b60018060a01b03168033149081156116d0575090565b5f90815260208181526040808320338452600901909152902060ff9150541690565b6113796116ff600b611624565b6117136001600160401b034216809261366c565b906128d2565b634e487b7160e01b5f52603260045260245ffd5b9060028110156117405760011b01905f90565b611719565b604080516117538282610873565b36903760405190611765604083610873565b60076005820154916001600160601b038093168452015416602082015290565b60028210156117405701905f90565b919082039182116112bf57565b6001600160601b0391821690821603919082116112bf57565b9060028110156117405760051b0190565b919082018092116112bf57565b61ffff91821690821603919082116112bf57565b92916002916117fb6002611334565b9461180c825461ffff9060101c1690565b925f945f905f9061ffff8088165b8284106118a3575050505015611894576118766118909261185a6001611842856002996117d8565b920191611855835461ffff9060501c1690565b6117d8565b815461ffff60501b191660509190911b61ffff60501b16179055565b825463ffff0000191660109190911b63ffff000016178255565b0155565b630e3efacd60e21b5f5260045ffd5b909192989389948c60038a0187856118bb8284611785565b905460039190911b1c888c166118d091611f5f565b906118da916128eb565b9d8e938c856118e98487611785565b90546118f9929160031b1c611794565b6001600160601b03169060040183611911818361172d565b5092600180940190815461192b906001600160601b031690565b90611935916117a1565b81546bffffffffffffffffffffffff19166001600160601b0390911617905561195d9161172d565b5001546001600160601b031691611973916117ba565b5261197d91611785565b611997929082549060031b91821b915f19901b1916179055565b6119a48660058b01611785565b90546119b49160031b1c8c61291c565b6119bd916117cb565b996119c7916117cb565b9360010192919061181a565b9493919290969560018060a01b0388541696875f525f602052600f6119fa60405f20611d17565b990154946001600160401b039460405196610120926004811015611244577f5a3a0382297534c6dea34c0554278ef33fc4583754e8397259928a6df3ff85bc99611a5c899461ffff611a7d9a611a66958e521660208d015260408c019061152f565b60808a019061152f565b60401c1660c08701528060e087015285019161150f565b95166101008201528033950390a4565b91906002611a9b6002611320565b611aa86040519182610873565b611ab26002611320565b3682378094611ac7845461ffff9060101c1690565b93611ae660019561185a6001850191611855835461ffff9060501c1690565b5f5b848110611af757505050505050565b80611b8c611b2188611b7d84611b2d611b21611b17859960038c01611785565b90549060031b1c90565b6001600160601b031690565b611b7860048b0191611b5c86611b43868661172d565b500191611b5783546001600160601b031690565b6117a1565b6001600160601b0382549116906001600160601b031916179055565b61172d565b5001546001600160601b031690565b611b9682876117ba565b5201611ae8565b909160148301908154938415611c7e575f7fa0079a1807ddd4e262382612a555c5f19c0c6b665461f8913daaf6945bf7c26e9355815f14611c6c57506012546001600160a01b03165b8115611c4357611c27611bfa5f6005611785565b611c1188611c0c8385549060031b1c90565b6117cb565b82545f1960039390931b92831b1916911b179055565b6040805195865291151560208601526001600160a01b031693a3565b6001600160a01b0381165f908152600460205260409020611c658682546117cb565b9055611c27565b600201546001600160a01b0316611be6565b5050505050565b90815f52600260205260405f209160ff600284015460a01c1690611ca88261123a565b600182141580611ceb575b80611cd7575b611cc1575050565b637f0bd36b60e01b5f5261044892506004611249565b50611ce18261123a565b6006821415611cb9565b50611cf58261123a565b6005821415611cb3565b6001600160401b038091169081146112bf5760010190565b611379611d306001600160401b03835460801c16611cff565b825467ffffffffffffffff60801b1916608082901b67ffffffffffffffff60801b1617909255565b5f8181526013602090815260408083206001600160a01b038616845290915290205460ff16611de2575f8181526013602090815260408083206001600160a01b03861684529091529020805460ff1916600117905533916001600160a01b0316907f2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d5f80a4600190565b50505f90565b5f8181526013602090815260408083206001600160a01b038616845290915290205460ff1615611de2575f8181526013602090815260408083206001600160a01b03861684529091529020805460ff1916905533916001600160a01b0316907ff6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b5f80a4600190565b611e7b610280610899565b905f82525f60208301525f60408301525f60608301525f6080830152611ea16002611334565b60a0830152611eb06002611334565b60c0830152611ebf6002611334565b60e08301525f6101008301525f6101208301525f6101408301525f6101608301525f6101808301525f6101a08301525f6101c08301525f6101e08301525f6102008301525f6102208301525f6102408301525f610260830152565b611f2382611386565b52565b9060068110156112445760ff825491169060ff1916179055565b90611f4a81611386565b61ff0082549160081b169061ff001916179055565b818102929181159184041417156112bf57565b905f5b60028110611f8257505050565b600190602083519301928185015501611f75565b600f6121b06102606108a794611fb68151611fb081611365565b86611f26565b611fcd6020820151611fc781611386565b86611f40565b611ff9611fdf604083015161ffff1690565b865463ffff0000191660109190911b63ffff000016178655565b606081015160018601556080810151600286015561201e60a082015160038701611f72565b61202f60c082015160058701611f72565b61204060e082015160078701611f72565b6120906009860161207c61205f6101008501516001600160401b031690565b825467ffffffffffffffff19166001600160401b03909116178255565b6101208301516001600160401b03166103cd565b610140810151600a860155610160810151600b860155612153600c86016120c561205f6101808501516001600160401b031690565b6120e36120dd6101a08501516001600160401b031690565b826112c4565b6121236120fb6101c08501516001600160401b031690565b825467ffffffffffffffff60801b191660809190911b67ffffffffffffffff60801b16178255565b6101e08301516001600160401b03165b81546001600160c01b031660c09190911b6001600160c01b031916179055565b61219e600d860161217261205f6102008501516001600160401b031690565b610220830151815469ffff0000000000000000191660409190911b69ffff000000000000000016179055565b610240810151600e8601550151151590565b91019060ff8254911515169060ff1916179055565b9060068210156112445752565b90611f2382611386565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b9493916108a7936123a96123b8926103209461239a8a610340926122258282516121c5565b612237602082015160208401906121d2565b60408181015161ffff1690830152606081015160608301526080810151608083015261226b60a082015160a084019061152f565b61227d60c082015160e084019061152f565b61229160e08201516101208094019061152f565b8c6102a0610100830151936122b461016095868501906001600160401b03169052565b8301516122cf61018091828501906001600160401b03169052565b612388610140850151956101a09687860152850151916101c09283860152850151956123096101e097888701906001600160401b03169052565b8501519161232561020093848701906001600160401b03169052565b8501519561234161022097888701906001600160401b03169052565b8501519161235d61024093848701906001600160401b03169052565b8501519561237961026097888701906001600160401b03169052565b85015161ffff16610280850152565b830151910152015115156102c08c0152565b806102e08b01528901906121dc565b908782036103008901526121dc565b9401906001600160401b03169052565b6123d26004611666565b81517f25ab0241799a4b244e41ad0778808eeadd0f2c1432f677c3d631e3b946c06fcf90612408906001600160a01b0316612933565b612413858583612983565b61241b611e70565b93612433602082015161242d81611365565b86611503565b61243e858284612b66565b851561258d5761246a61246161245c610463604089015161ffff1690565b612ea3565b60208701611f1a565b61258861256d61248460a08401516001600160401b031690565b61249c61010091828a01906001600160401b03169052565b6124ef6124b360c08601516001600160401b031690565b996124cc6101209b8c8c01906001600160401b03169052565b60e08601519261014093848c01528601516101608b01526102608a019015159052565b6124f888612f28565b6125558860036125118a6002905f5260205260405f2090565b875181546001600160a01b0319166001600160a01b039091161781556001810180546001600160a01b0319163317905561254f60016002830161126c565b01611f96565b83516001600160a01b03169884015193015193611d17565b60405133986001600160a01b03169790948594909185612200565b0390a4565b61246a604082015161259e81611386565b612461565b6001600160d01b0391821690821601919082116112bf57565b604051906125cc61018083610873565b5f610160838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e08201528261010082015282610120820152826101408201520152565b6002111561124457565b81516001600160a01b031681526101a0810193926108a7929091610180916126d9906020818101516001600160a01b03169084015260408101516040840152606081015160608401526080810151608084015260a081015160a084015260c081015160c084015260e081015160e084015261010080820151908401526126b861012080830151908501906001600160401b03169052565b6101408181015190840152610160908101516001600160401b031690830152565b01906001600160401b03169052565b81546001600160a01b03165f8181526020819052604090209293929061270e828261302d565b600261271d600280880161126c565b6127285f8786611b9d565b600883019561276b6127398861303a565b9761275b60038401996127556104638c5461ffff9060101c1690565b906125a3565b9065ffffffffffff42169061374e565b50506127778785611a8d565b506127c16127b06127866125bc565b3381526012546001600160a01b03166020820152986127a48761307b565b6101408b01528661315a565b6001600160401b0316610160890152565b600601956001600160a01b038316906080810190600486015f5b8581106127f7575050505050506108a79394509060069161357b565b8080868b858f8d61280e611b176001998c94611785565b9081156128b65761286c6128ac93612896936128668a7f8b89313ca53c32d554ed0d04667bcbf81526f02e2be6dab847c818e95484a89598611b78612854836005611785565b611c1187611c0c8385549060031b1c90565b5061320f565b61288b611b2161287d89600761172d565b50546001600160601b031690565b8c526105b287612617565b61289f86612617565b6040519182918b83612621565b0390a45b016127db565b505050505050506128b0565b6128cb906116ba565b15610d5157565b6001600160401b0391821690821603919082116112bf57565b81156128f5570490565b634e487b7160e01b5f52601260045260245ffd5b611379929161291791611f5f565b6128eb565b670de0b6b3a76400009161292f91611f5f565b0490565b60018060a01b031690815f525f60205260405f20916001600160401b038354161561295b5750565b63bfc6c33760e01b5f5260045260245ffd5b906006811015611244575f5260205260405f2090565b92919261010082015115612b415760e08201936129ad610dca86516003905f5260205260405f2090565b9081612b38575b508451908115908115612b30575b50612b1e575060a08201516001600160401b03919082168015908115612afe575b508015612ae3575b612ad457600a602091019201612a0e6111518251612a0881611365565b8561296d565b94828616151580612ab2575b612a85576108a794955090612a556001612a42612a689594516003905f5260205260405f2090565b9060ff8254911515169060ff1916179055565b5190612a6082611365565b42169261296d565b906001600160401b0382549116906001600160401b031916179055565b610448612a98876103c7600c5460c01c90565b628f3ea760e41b5f526001600160401b0316600452602490565b50612acb610bb0612ac5600c5460c01c90565b886112a4565b83421610612a1a565b631e2fbc6760e31b5f5260045ffd5b5060c08301516001600160401b0316828042169116116129eb565b9050612b17610bb060c08601516001600160401b031690565b105f6129e3565b6301482a0f60e01b5f5260045260245ffd5b90505f6129c2565b9050155f6129b4565b6313161a7560e11b5f5260045ffd5b91909161ffff808094169116019182116112bf57565b9291906060906060810190612b7d825161ffff1690565b6080918201805161ffff9592861615901514612e9457600293612ba06002611334565b925f5b868110612df757505060608701519081156118945781835111612de25781835180155f14612dd257505051612bdb9061ffff16610463565b915b611388808411612dbe57612bf08b61307b565b9060019860018d0191612c16612c0c845461ffff9060501c1690565b94838616906117cb565b90612c2188836117cb565b11612dac5750612c47929161185a612c3c9288168094612b50565b61ffff1660408a0152565b5180612da55750506127105b5f5b858110612c9a575050505050505060a091925001612c745f82516117ba565b51159081612c84575b5061189457565b612c929150600190516117ba565b51155f612c7d565b8690612d6360048c018a8388612ccc888a612cc685612cc0611b218d611b7d848d61172d565b956117ba565b51612909565b938a612ce283612cdc86846117ba565b51611794565b8611612d79575b50612d458583612d3060e0948c612d1189612d0b611b2188612d4d9d9c6117cb565b9361172d565b5001906001600160601b0382549116906001600160601b031916179055565b81612d3f8660a08a01516117ba565b526117cb565b9301516117ba565b52612d5c8360c08d01516117ba565b519061291c565b612d71878b019182516117cb565b905201612c55565b612d30955060e09183612d978695612cdc612d4d98612d45966117ba565b97509394509150508a612ce9565b9150612c53565b635db4f68f60e11b5f5260045260245ffd5b634f3e5bf560e01b5f52600484905260245ffd5b612ddc92506136c9565b91612bdd565b634f3e5bf560e01b5f5261271060045260245ffd5b600190612e3860048d01612e32611b21612e2185612e1b611b2161287d838861172d565b9461172d565b505460601c6001600160601b031690565b906117cb565b612e4282886117ba565b52612e7e612e57611b2161287d84600761172d565b60c08c0190612e678483516117ba565b52612d5c83612e76818b6117ba565b5192516117ba565b612e8c848c019182516117cb565b905201612ba3565b63d30db12960e01b5f5260045ffd5b60c88110612ecc576101f48110612ec6576103e811612ec157600490565b600390565b50600290565b50600190565b90604051612ee160c082610873565b60a06002829480546001600160401b038082168652808260401c1660208701528160801c16604086015260c01c606085015261ffff60018201541660808501520154910152565b61024060a0612f37600c612ed2565b612fe0612fcf612f7a612f5b612f4b6116f2565b85516001600160401b03166103c7565b6001600160401b031661018088019081525b516001600160401b031690565b612fa7612f9660408601926103c784516001600160401b031690565b6001600160401b03166101a0890152565b612f6d612fbe60208601516001600160401b031690565b6001600160401b03166101c0890152565b6001600160401b03166101e0860152565b613008612ff760608301516001600160401b031690565b6001600160401b0316610200860152565b61302661301a608083015161ffff1690565b61ffff16610220860152565b0151910152565b60076108a7925f9261357b565b8054806130475750505f90565b5f199181838101116112bf575f5260205f2001015460301c90565b6001600160d01b0391821690821603919082116112bf57565b62278cff194201904282116112bf57600865ffffffffffff8093169101906130a28261303a565b928254915f905b83821061310357505050916130cd916113799380155f146130d95750505f90613062565b6001600160d01b031690565b6130fd916130eb60016130f693611794565b905f5260205f200190565b5460301c90565b90613062565b909192808316906001818518811c83018093116112bf57865f5283866131358560205f200165ffffffffffff90541690565b161115613147575050925b91906130a9565b90949350613154916117cb565b91613140565b613177600d93926001600160401b039485910154168442166112a4565b9280825460401c169084168111613194575b50826108a7916112c4565b92506108a7613189565b906040516131ad60c082610873565b60a0819360018154916001600160601b03928381168652838160601c16602087015260c01c604086015201549080821660608501528160601c16608084015260c01c910152565b9190916001600160601b03808094169116019182116112bf57565b9060a06133676133f960016133c4866133676133a46108a79a612f6d6133746121339b61323b8761319e565b9a8b9788604061325282516001600160601b031690565b946132b56132a860208501978b61328a6132738b516001600160601b031690565b926001600160601b0396878080961692169061382e565b96826060839401988952015216611b5786516001600160601b031690565b6001600160601b03168452565b81518681613407575b50505050611b216132d691516001600160601b031690565b8e8701526132ee611b2184516001600160601b031690565b60c087015261330a611b2160608b01516001600160601b031690565b60e0870152613357604060808b019a61332d611b218d516001600160601b031690565b6101008a0152019661012061334989516001600160401b031690565b6001600160401b0316910152565b8c516001600160601b0316611b5c565b516001600160601b031690565b8c546bffffffffffffffffffffffff60601b191660609190911b6bffffffffffffffffffffffff60601b16178c55565b89546001600160c01b031660c09190911b6001600160c01b031916178955565b950180546bffffffffffffffffffffffff60601b191660609690961b6bffffffffffffffffffffffff60601b16959095178555565b01516001600160401b031690565b613463670de0b6b3a764000094613367613456611b216134809661347396898061344e60806134409f019e8f516001600160601b031690565b93516001600160601b031690565b16911661385b565b6001600160601b03168852565b88516001600160601b03166117a1565b6001600160601b03168752565b82516001600160601b0316161061349c575b80808b92866132be565b6b033b2e3c9fd0803ce80000006134f9916134e86134db8d6134d66134c88a516001600160601b031690565b91516001600160601b031690565b6131f4565b6001600160601b03168d52565b5f8652906001600160601b03169052565b5f898f015261352b60408a0161351e61351982516001600160401b031690565b611cff565b6001600160401b03169052565b5f613492565b9392919594909560a085019661354681611386565b855261355181611386565b60208501526008821015611244576080926001600160401b03926040860152606085015216910152565b9290919282549260ff8460c01c169461359382613873565b9361359d85611386565b6135a687611386565b8487146136635761361561362b937f259df17237c2325e352666c4ea5b6d8546eaa1ab40ab8dc0805d0e33927ab073976135df88611386565b60048814158061364b575b613630575b506135f987611386565b805460ff60c01b191660c088901b60ff60c01b16178155611d17565b9160405195869560018060a01b03169886613531565b0390a2565b6fffffffffffffffff0000000000000000191681555f6135ef565b506001600160401b03808260401c16904216116135ea565b50505050505050565b60408101908151926001600160401b03809416156136be57818460606136ad93826020611379999701511680848316105f146136b65750925b0151166112a4565b915116906128d2565b9050926136a5565b506060915001511690565b90612710918281029281840414901517156112bf578082018092116112bf575f1982019182116112bf57611379916128eb565b908154680100000000000000008110156108945760018101808455811015611740575f9283526020928390208251929093015160301b65ffffffffffff191665ffffffffffff90921691909117910155565b8054929392801561380257613767600161377292611794565b825f5260205f200190565b9182549265ffffffffffff918285169281168084116137f3578793036137b857506137b192509065ffffffffffff82549181199060301b169116179055565b60301c9190565b9150506137ee916137da6137cc6040610899565b65ffffffffffff9093168352565b6001600160d01b03861660208301526136fc565b6137b1565b632520601d60e01b5f5260045ffd5b5090613829916138156137cc6040610899565b6001600160d01b03851660208301526136fc565b5f9190565b919061383a8284611f5f565b9181018091116112bf5761384d916128eb565b908181039081116112bf5791565b918103918183116112bf576113799261291791611f5f565b80546001600160401b03808216156139835761388e8361398a565b9160048401926001600160601b036138a9612e215f8761172d565b161593841594613966575b50158093819461395d575b50613954576138fa846138e66002610bb0970154600f548082115f1461394c5750916139b4565b101594859260401c6001600160401b031690565b801515928361392b575b5050506139245761391e571561391957600290565b600190565b50600390565b5050600490565b9192509082613940575b505015825f80613904565b42161190505f80613935565b9050916139b4565b50505050600190565b9050155f6138bf565b61397a919450612e216001611b219261172d565b1515925f6138b4565b5050505f90565b60048101546001600160601b0380911615918215926139a857505090565b60060154161515919050565b905f915f905b600282106139c6575050565b9092670de0b6b3a76400006139fe6139e1866004860161172d565b506001600160601b0380915416908760011b600701541690611f5f565b0481018091116112bf5792600101906139ba56";

export const lidoRateSourceAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "stETH_",
        "type": "address",
        "internalType": "contract IStETH"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "latestRate",
    "inputs": [],
    "outputs": [
      {
        "name": "rateE18",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "updatedAt",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "stETH",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "contract IStETH"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "error",
    "name": "NoCode",
    "inputs": [
      {
        "name": "target",
        "type": "address",
        "internalType": "address"
      }
    ]
  }
] as const;

export const lidoRateSourceBytecode =
  "0x60a060405234801561000f575f5ffd5b5060405161021538038061021583398101604081905261002e91610078565b806001600160a01b03163b5f03610067576040516333a2905b60e11b81526001600160a01b038216600482015260240160405180910390fd5b6001600160a01b03166080526100a5565b5f60208284031215610088575f5ffd5b81516001600160a01b038116811461009e575f5ffd5b9392505050565b6080516101536100c25f395f81816068015260cb01526101535ff3fe608060405234801561000f575f5ffd5b5060043610610034575f3560e01c80639ef4ca0814610038578063c1fe3e4814610063575b5f5ffd5b6100406100a2565b6040805192835267ffffffffffffffff9091166020830152015b60405180910390f35b61008a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161005a565b604051630f451f7160e31b8152670de0b6b3a764000060048201525f9081906001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001690637a28fb8890602401602060405180830381865afa158015610110573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610134919061013c565b924292509050565b5f6020828403121561014c575f5ffd5b505191905056";

export const chainlinkRateSourceAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "feed_",
        "type": "address",
        "internalType": "contract IPriceFeed"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "decimals",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint8",
        "internalType": "uint8"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "feed",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "contract IPriceFeed"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "latestRate",
    "inputs": [],
    "outputs": [
      {
        "name": "rateE18",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "updatedAt",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "error",
    "name": "BadAnswer",
    "inputs": [
      {
        "name": "answer",
        "type": "int256",
        "internalType": "int256"
      },
      {
        "name": "updatedAt",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "NoCode",
    "inputs": [
      {
        "name": "target",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "TooManyDecimals",
    "inputs": [
      {
        "name": "decimals",
        "type": "uint8",
        "internalType": "uint8"
      }
    ]
  }
] as const;

export const chainlinkRateSourceBytecode =
  "0x60c060405234801561000f575f5ffd5b5060405161061538038061061583398101604081905261002e9161010e565b806001600160a01b03163b5f03610068576040516333a2905b60e11b81526001600160a01b03821660048201526024015b60405180910390fd5b5f816001600160a01b031663313ce5676040518163ffffffff1660e01b8152600401602060405180830381865afa1580156100a5573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906100c9919061013b565b9050602460ff821611156100f557604051631de6e59160e31b815260ff8216600482015260240161005f565b6001600160a01b0390911660805260ff1660a05261015b565b5f6020828403121561011e575f5ffd5b81516001600160a01b0381168114610134575f5ffd5b9392505050565b5f6020828403121561014b575f5ffd5b815160ff81168114610134575f5ffd5b60805160a0516104806101955f395f81816048015281816101dd0152818161020a015261024d01525f81816086015260ec01526104805ff3fe608060405234801561000f575f5ffd5b506004361061003f575f3560e01c8063313ce5671461004357806337a7b7d8146100815780639ef4ca08146100c0575b5f5ffd5b61006a7f000000000000000000000000000000000000000000000000000000000000000081565b60405160ff90911681526020015b60405180910390f35b6100a87f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b039091168152602001610078565b6100c86100e6565b6040805192835267ffffffffffffffff909116602083015201610078565b5f5f5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663feaf968c6040518163ffffffff1660e01b815260040160a060405180830381865afa158015610146573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061016a91906102b1565b509350509250505f8213158061018f57506fffffffffffffffffffffffffffffffff82135b80610198575080155b806101aa575067ffffffffffffffff81115b156101d657604051631de1a5db60e01b8152600481018390526024810182905260440160405180910390fd5b81601260ff7f00000000000000000000000000000000000000000000000000000000000000001611156102485761022e60127f0000000000000000000000000000000000000000000000000000000000000000610311565b61023990600a61043a565b610243908261044a565b610288565b6102737f00000000000000000000000000000000000000000000000000000000000000006012610311565b61027e90600a61043a565b6102889082610469565b959194509092505050565b805169ffffffffffffffffffff811681146102ac575f5ffd5b919050565b5f5f5f5f5f60a086880312156102c5575f5ffd5b6102ce86610293565b94506020860151935060408601519250606086015191506102f160808701610293565b90509295509295909350565b634e487b7160e01b5f52601160045260245ffd5b60ff828116828216039081111561032a5761032a6102fd565b92915050565b80825b6001808611610342575061036d565b818704821115610354576103546102fd565b8086161561036157918102915b9490941c938002610333565b94509492505050565b5f8261038457506001610433565b8161039057505f610433565b81600181146103a657600281146103b0576103dd565b6001915050610433565b60ff8411156103c1576103c16102fd565b6001841b9150848211156103d7576103d76102fd565b50610433565b5060208310610133831016604e8410600b8410161715610410575081810a8381111561040b5761040b6102fd565b610433565b61041d8484846001610330565b80860482111561042f5761042f6102fd565b0290505b9392505050565b5f6104335f1960ff851684610376565b5f8261046457634e487b7160e01b5f52601260045260245ffd5b500490565b808202811582820484141761032a5761032a6102fd56";
