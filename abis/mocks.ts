// Generated from contracts/ by `npm run abis`. Do not edit.

export const mockWstETHAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "stETH_",
        "type": "address",
        "internalType": "address"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "allowance",
    "inputs": [
      {
        "name": "owner",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "spender",
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
    "name": "approve",
    "inputs": [
      {
        "name": "spender",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "balanceOf",
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
    "name": "mint",
    "inputs": [
      {
        "name": "to",
        "type": "address",
        "internalType": "address"
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
    "name": "name",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "setStEthPerToken",
    "inputs": [
      {
        "name": "stEthPerToken_",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "stETH",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "address",
        "internalType": "contract MockStETH"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "stEthPerToken",
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
    "name": "symbol",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "totalSupply",
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
    "name": "transfer",
    "inputs": [
      {
        "name": "to",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "transferFrom",
    "inputs": [
      {
        "name": "from",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "to",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "wrap",
    "inputs": [
      {
        "name": "amount",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "units",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "event",
    "name": "Approval",
    "inputs": [
      {
        "name": "owner",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "spender",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Transfer",
    "inputs": [
      {
        "name": "from",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "to",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "error",
    "name": "ERC20InsufficientAllowance",
    "inputs": [
      {
        "name": "spender",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "allowance",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InsufficientBalance",
    "inputs": [
      {
        "name": "sender",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "balance",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidApprover",
    "inputs": [
      {
        "name": "approver",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidReceiver",
    "inputs": [
      {
        "name": "receiver",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidSender",
    "inputs": [
      {
        "name": "sender",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidSpender",
    "inputs": [
      {
        "name": "spender",
        "type": "address",
        "internalType": "address"
      }
    ]
  }
] as const;

export const mockWstETHBytecode =
  "0x60a06040526710a741a46278000060055534801561001b575f5ffd5b50604051610be8380380610be883398101604081905261003a916100ad565b6040518060400160405280600b81526020016a09adec6d640eee6e88aa8960ab1b815250604051806040016040528060068152602001650eee6e88aa8960d31b815250816003908161008c9190610172565b5060046100998282610172565b5050506001600160a01b0316608052610231565b5f602082840312156100bd575f5ffd5b81516001600160a01b03811681146100d3575f5ffd5b9392505050565b634e487b7160e01b5f52604160045260245ffd5b600181811c9082168061010257607f821691505b60208210810361012057634e487b7160e01b5f52602260045260245ffd5b50919050565b601f82111561016d57805f5260205f20601f840160051c8101602085101561014b5750805b601f840160051c820191505b8181101561016a575f8155600101610157565b50505b505050565b81516001600160401b0381111561018b5761018b6100da565b61019f8161019984546100ee565b84610126565b602080601f8311600181146101d2575f84156101bb5750858301515b5f19600386901b1c1916600185901b178555610229565b5f85815260208120601f198616915b82811015610200578886015182559484019460019091019084016101e1565b508582101561021d57878501515f19600388901b60f8161c191681555b505060018460011b0185555b505050505050565b6080516109916102575f395f81816101d701528181610355015261041401526109915ff3fe608060405234801561000f575f5ffd5b50600436106100e5575f3560e01c806370a0823111610088578063b423a76111610063578063b423a761146101bf578063c1fe3e48146101d2578063dd62ed3e14610211578063ea598cb014610249575f5ffd5b806370a082311461017c57806395d89b41146101a4578063a9059cbb146101ac575f5ffd5b806318160ddd116100c357806318160ddd1461013d57806323b872dd14610145578063313ce5671461015857806340c10f1914610167575f5ffd5b8063035faf82146100e957806306fdde0314610105578063095ea7b31461011a575b5f5ffd5b6100f260055481565b6040519081526020015b60405180910390f35b61010d61025c565b6040516100fc91906107b2565b61012d6101283660046107fd565b6102ec565b60405190151581526020016100fc565b6002546100f2565b61012d610153366004610825565b610305565b604051601281526020016100fc565b61017a6101753660046107fd565b610328565b005b6100f261018a36600461085e565b6001600160a01b03165f9081526020819052604090205490565b61010d610336565b61012d6101ba3660046107fd565b610345565b61017a6101cd36600461087e565b600555565b6101f97f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b0390911681526020016100fc565b6100f261021f366004610895565b6001600160a01b039182165f90815260016020908152604080832093909416825291909152205490565b6100f261025736600461087e565b610352565b60606003805461026b906108c6565b80601f0160208091040260200160405190810160405280929190818152602001828054610297906108c6565b80156102e25780601f106102b9576101008083540402835291602001916102e2565b820191905f5260205f20905b8154815290600101906020018083116102c557829003601f168201915b5050505050905090565b5f336102f9818585610496565b60019150505b92915050565b5f336103128582856104a8565b61031d858585610529565b506001949350505050565b6103328282610586565b5050565b60606004805461026b906108c6565b5f336102f9818585610529565b5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316634c85b9646040518163ffffffff1660e01b8152600401602060405180830381865afa1580156103af573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906103d391906108fe565b6103e583670de0b6b3a7640000610929565b6103ef9190610940565b6040516323b872dd60e01b8152336004820152306024820152604481018490529091507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906323b872dd906064016020604051808303815f875af1158015610462573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610486919061095f565b506104913382610586565b919050565b6104a383838360016105ba565b505050565b6001600160a01b038381165f908152600160209081526040808320938616835292905220545f19811015610523578181101561051557604051637dc7a0d960e11b81526001600160a01b038416600482015260248101829052604481018390526064015b60405180910390fd5b61052384848484035f6105ba565b50505050565b6001600160a01b03831661055257604051634b637e8f60e11b81525f600482015260240161050c565b6001600160a01b03821661057b5760405163ec442f0560e01b81525f600482015260240161050c565b6104a383838361068c565b6001600160a01b0382166105af5760405163ec442f0560e01b81525f600482015260240161050c565b6103325f838361068c565b6001600160a01b0384166105e35760405163e602df0560e01b81525f600482015260240161050c565b6001600160a01b03831661060c57604051634a1406b160e11b81525f600482015260240161050c565b6001600160a01b038085165f908152600160209081526040808320938716835292905220829055801561052357826001600160a01b0316846001600160a01b03167f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b9258460405161067e91815260200190565b60405180910390a350505050565b6001600160a01b0383166106b6578060025f8282546106ab919061097e565b909155506107269050565b6001600160a01b0383165f90815260208190526040902054818110156107085760405163391434e360e21b81526001600160a01b0385166004820152602481018290526044810183905260640161050c565b6001600160a01b0384165f9081526020819052604090209082900390555b6001600160a01b03821661074257600280548290039055610760565b6001600160a01b0382165f9081526020819052604090208054820190555b816001600160a01b0316836001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef836040516107a591815260200190565b60405180910390a3505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b0381168114610491575f5ffd5b5f5f6040838503121561080e575f5ffd5b610817836107e7565b946020939093013593505050565b5f5f5f60608486031215610837575f5ffd5b610840846107e7565b925061084e602085016107e7565b9150604084013590509250925092565b5f6020828403121561086e575f5ffd5b610877826107e7565b9392505050565b5f6020828403121561088e575f5ffd5b5035919050565b5f5f604083850312156108a6575f5ffd5b6108af836107e7565b91506108bd602084016107e7565b90509250929050565b600181811c908216806108da57607f821691505b6020821081036108f857634e487b7160e01b5f52602260045260245ffd5b50919050565b5f6020828403121561090e575f5ffd5b5051919050565b634e487b7160e01b5f52601160045260245ffd5b80820281158282048414176102ff576102ff610915565b5f8261095a57634e487b7160e01b5f52601260045260245ffd5b500490565b5f6020828403121561096f575f5ffd5b81518015158114610877575f5ffd5b808201808211156102ff576102ff61091556";

export const mockStETHAbi = [
  {
    "type": "function",
    "name": "allowance",
    "inputs": [
      {
        "name": "owner",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "spender",
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
    "name": "approve",
    "inputs": [
      {
        "name": "spender",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "balanceOf",
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
    "name": "getPooledEthByShares",
    "inputs": [
      {
        "name": "shares",
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
    "name": "mint",
    "inputs": [
      {
        "name": "to",
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
    "name": "name",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "pooledPerShareE18",
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
    "name": "setPooledPerShare",
    "inputs": [
      {
        "name": "pooledPerShareE18_",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "sharesOf",
    "inputs": [
      {
        "name": "",
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
    "name": "symbol",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "string",
        "internalType": "string"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "totalSupply",
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
    "name": "transfer",
    "inputs": [
      {
        "name": "to",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "transferFrom",
    "inputs": [
      {
        "name": "from",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "to",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [
      {
        "name": "",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "event",
    "name": "Approval",
    "inputs": [
      {
        "name": "owner",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "spender",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "event",
    "name": "Transfer",
    "inputs": [
      {
        "name": "from",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "to",
        "type": "address",
        "indexed": true,
        "internalType": "address"
      },
      {
        "name": "value",
        "type": "uint256",
        "indexed": false,
        "internalType": "uint256"
      }
    ],
    "anonymous": false
  },
  {
    "type": "error",
    "name": "ERC20InsufficientAllowance",
    "inputs": [
      {
        "name": "spender",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "allowance",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InsufficientBalance",
    "inputs": [
      {
        "name": "sender",
        "type": "address",
        "internalType": "address"
      },
      {
        "name": "balance",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "needed",
        "type": "uint256",
        "internalType": "uint256"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidApprover",
    "inputs": [
      {
        "name": "approver",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidReceiver",
    "inputs": [
      {
        "name": "receiver",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidSender",
    "inputs": [
      {
        "name": "sender",
        "type": "address",
        "internalType": "address"
      }
    ]
  },
  {
    "type": "error",
    "name": "ERC20InvalidSpender",
    "inputs": [
      {
        "name": "spender",
        "type": "address",
        "internalType": "address"
      }
    ]
  }
] as const;

export const mockStETHBytecode =
  "0x60806040526710a741a46278000060055534801561001b575f5ffd5b506040518060400160405280600a81526020016909adec6d640e6e88aa8960b31b815250604051806040016040528060058152602001640e6e88aa8960db1b815250816003908161006c9190610119565b5060046100798282610119565b5050506101d8565b634e487b7160e01b5f52604160045260245ffd5b600181811c908216806100a957607f821691505b6020821081036100c757634e487b7160e01b5f52602260045260245ffd5b50919050565b601f82111561011457805f5260205f20601f840160051c810160208510156100f25750805b601f840160051c820191505b81811015610111575f81556001016100fe565b50505b505050565b81516001600160401b0381111561013257610132610081565b610146816101408454610095565b846100cd565b602080601f831160018114610179575f84156101625750858301515b5f19600386901b1c1916600185901b1785556101d0565b5f85815260208120601f198616915b828110156101a757888601518255948401946001909101908401610188565b50858210156101c457878501515f19600388901b60f8161c191681555b505060018460011b0185555b505050505050565b6107af806101e55f395ff3fe608060405234801561000f575f5ffd5b50600436106100e5575f3560e01c806370a0823111610088578063a9059cbb11610063578063a9059cbb146101aa578063bdd88f88146101bd578063dd62ed3e146101d0578063f5eb42dc14610208575f5ffd5b806370a082311461017c5780637a28fb881461018f57806395d89b41146101a2575f5ffd5b806323b872dd116100c357806323b872dd1461013c578063313ce5671461014f57806340c10f191461015e5780634c85b96414610173575f5ffd5b806306fdde03146100e9578063095ea7b31461010757806318160ddd1461012a575b5f5ffd5b6100f1610227565b6040516100fe91906105ee565b60405180910390f35b61011a61011536600461063e565b6102b7565b60405190151581526020016100fe565b6002545b6040519081526020016100fe565b61011a61014a366004610666565b6102d0565b604051601281526020016100fe565b61017161016c36600461063e565b6102f3565b005b61012e60055481565b61012e61018a36600461069f565b61034d565b61012e61019d3660046106bf565b61036a565b6100f161038c565b61011a6101b836600461063e565b61039b565b6101716101cb3660046106bf565b600555565b61012e6101de3660046106d6565b6001600160a01b039182165f90815260016020908152604080832093909416825291909152205490565b61012e61021636600461069f565b60066020525f908152604090205481565b60606003805461023690610707565b80601f016020809104026020016040519081016040528092919081815260200182805461026290610707565b80156102ad5780601f10610284576101008083540402835291602001916102ad565b820191905f5260205f20905b81548152906001019060200180831161029057829003601f168201915b5050505050905090565b5f336102c48185856103a8565b60019150505b92915050565b5f336102dd8582856103ba565b6102e885858561043b565b506001949350505050565b60055461030882670de0b6b3a7640000610753565b610312919061076a565b61031d906001610789565b6001600160a01b0383165f9081526006602052604081208054909190610344908490610789565b90915550505050565b6001600160a01b0381165f908152600660205260408120546102ca905b5f670de0b6b3a7640000600554836103829190610753565b6102ca919061076a565b60606004805461023690610707565b5f336102c481858561043b565b6103b58383836001610498565b505050565b6001600160a01b038381165f908152600160209081526040808320938616835292905220545f19811015610435578181101561042757604051637dc7a0d960e11b81526001600160a01b038416600482015260248101829052604481018390526064015b60405180910390fd5b61043584848484035f610498565b50505050565b6001600160a01b03831661046457604051634b637e8f60e11b81525f600482015260240161041e565b6001600160a01b03821661048d5760405163ec442f0560e01b81525f600482015260240161041e565b6103b583838361056a565b6001600160a01b0384166104c15760405163e602df0560e01b81525f600482015260240161041e565b6001600160a01b0383166104ea57604051634a1406b160e11b81525f600482015260240161041e565b6001600160a01b038085165f908152600160209081526040808320938716835292905220829055801561043557826001600160a01b0316846001600160a01b03167f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b9258460405161055c91815260200190565b60405180910390a350505050565b6005545f9061058183670de0b6b3a7640000610753565b61058b919061076a565b6001600160a01b0385165f908152600660205260408120805492935083929091906105b790849061079c565b90915550506001600160a01b0383165f90815260066020526040812080548392906105e3908490610789565b909155505050505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b0381168114610639575f5ffd5b919050565b5f5f6040838503121561064f575f5ffd5b61065883610623565b946020939093013593505050565b5f5f5f60608486031215610678575f5ffd5b61068184610623565b925061068f60208501610623565b9150604084013590509250925092565b5f602082840312156106af575f5ffd5b6106b882610623565b9392505050565b5f602082840312156106cf575f5ffd5b5035919050565b5f5f604083850312156106e7575f5ffd5b6106f083610623565b91506106fe60208401610623565b90509250929050565b600181811c9082168061071b57607f821691505b60208210810361073957634e487b7160e01b5f52602260045260245ffd5b50919050565b634e487b7160e01b5f52601160045260245ffd5b80820281158282048414176102ca576102ca61073f565b5f8261078457634e487b7160e01b5f52601260045260245ffd5b500490565b808201808211156102ca576102ca61073f565b818103818111156102ca576102ca61073f56";

export const mockRateSourceAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "rateE18_",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "failing",
    "inputs": [],
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
    "name": "latestRate",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      },
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
    "name": "rateE18",
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
    "name": "set",
    "inputs": [
      {
        "name": "rateE18_",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "updatedAt_",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "setFailing",
    "inputs": [
      {
        "name": "failing_",
        "type": "bool",
        "internalType": "bool"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "updatedAt",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint64",
        "internalType": "uint64"
      }
    ],
    "stateMutability": "view"
  }
] as const;

export const mockRateSourceBytecode =
  "0x6080604052348015600e575f5ffd5b50604051610293380380610293833981016040819052602b916031565b5f556047565b5f602082840312156040575f5ffd5b5051919050565b61023f806100545f395ff3fe608060405234801561000f575f5ffd5b5060043610610060575f3560e01c8063049ddbf8146100645780630885162d146100975780631118b879146100b25780637519ab50146100d6578063942ee4b9146101035780639ef4ca0814610137575b5f5ffd5b6100956100723660046101df565b60018054911515600160401b0268ff000000000000000019909216919091179055565b005b61009f5f5481565b6040519081526020015b60405180910390f35b6001546100c690600160401b900460ff1681565b60405190151581526020016100a9565b6001546100ea9067ffffffffffffffff1681565b60405167ffffffffffffffff90911681526020016100a9565b610095610111366004610205565b6001805467ffffffffffffffff191667ffffffffffffffff929092169190911790555f55565b61013f61015d565b6040805192835267ffffffffffffffff9091166020830152016100a9565b6001545f908190600160401b900460ff16156101af5760405162461bcd60e51b815260206004820152600d60248201526c6e6f207261746520746f64617960981b604482015260640160405180910390fd5b5f5460015467ffffffffffffffff16156101d55760015467ffffffffffffffff166101d7565b425b915091509091565b5f602082840312156101ef575f5ffd5b813580151581146101fe575f5ffd5b9392505050565b5f5f60408385031215610216575f5ffd5b82359150602083013567ffffffffffffffff81168114610234575f5ffd5b80915050925092905056";

export const mockPriceFeedAbi = [
  {
    "type": "constructor",
    "inputs": [
      {
        "name": "decimals_",
        "type": "uint8",
        "internalType": "uint8"
      },
      {
        "name": "answer_",
        "type": "int256",
        "internalType": "int256"
      }
    ],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "answer",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "int256",
        "internalType": "int256"
      }
    ],
    "stateMutability": "view"
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
    "name": "latestRoundData",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint80",
        "internalType": "uint80"
      },
      {
        "name": "",
        "type": "int256",
        "internalType": "int256"
      },
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      },
      {
        "name": "",
        "type": "uint80",
        "internalType": "uint80"
      }
    ],
    "stateMutability": "view"
  },
  {
    "type": "function",
    "name": "set",
    "inputs": [
      {
        "name": "answer_",
        "type": "int256",
        "internalType": "int256"
      },
      {
        "name": "updatedAt_",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "outputs": [],
    "stateMutability": "nonpayable"
  },
  {
    "type": "function",
    "name": "updatedAt",
    "inputs": [],
    "outputs": [
      {
        "name": "",
        "type": "uint256",
        "internalType": "uint256"
      }
    ],
    "stateMutability": "view"
  }
] as const;

export const mockPriceFeedBytecode =
  "0x6080604052348015600e575f5ffd5b50604051610178380380610178833981016040819052602b916049565b426002556001555f805460ff191660ff929092169190911790556078565b5f5f604083850312156059575f5ffd5b825160ff811681146068575f5ffd5b6020939093015192949293505050565b60f4806100845f395ff3fe6080604052348015600e575f5ffd5b5060043610604e575f3560e01c8063313ce5671460525780637519ab5014607457806385bb7d69146089578063a22c5540146091578063feaf968c1460a6575b5f5ffd5b5f54605d9060ff1681565b60405160ff90911681526020015b60405180910390f35b607c60025481565b604051908152602001606b565b607c60015481565b60a4609c36600460d5565b600255600155565b005b6001805460025460408051848152602081019390935282018190526060820152608081019190915260a001606b565b5f5f6040838503121560e5575f5ffd5b5050803592602090910135915056";
