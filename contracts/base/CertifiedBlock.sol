// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title CertifiedBlock
/// @notice The block in which a call runs, as the call itself sees it.
library CertifiedBlock {
    /// @return current number of the block.
    /// @return parent hash of the block before it.
    function read() internal view returns (uint256 current, bytes32 parent) {
        assembly ("memory-safe") {
            current := number()
            parent := blockhash(sub(current, 1))
            // On Arbitrum chains NUMBER and BLOCKHASH are those of the parent chain. Their own are at a fixed address
            // that holds code on no other chain: arbBlockNumber() and arbBlockHash(uint256).
            if extcodesize(0x64) {
                mstore(0, shl(224, 0xa3b1b31d))
                let known := staticcall(gas(), 0x64, 0, 4, 0, 32)
                if and(known, eq(returndatasize(), 32)) {
                    let own := mload(0)
                    mstore(0, shl(224, 0x2b407a82))
                    mstore(4, sub(own, 1))
                    known := staticcall(gas(), 0x64, 0, 36, 0, 32)
                    if and(known, eq(returndatasize(), 32)) {
                        current := own
                        parent := mload(0)
                    }
                }
            }
        }
    }
}
