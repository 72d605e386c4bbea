// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Reader
/// @notice Answers many reads in one call and says in which block of which chain. It is never deployed: its code travels
///         with the request. Input and output are packed by hand, because they can hold thousands of values.
/// @dev Input: items one after the other, each a kind byte. 0: static call, then target (20 bytes), length (4) and data.
///      1: code hash of a target (20 bytes).
///      Output: chain id, block number, timestamp and hash of the parent block (32 bytes each), then for each item a
///      status byte (0 ok, 1 reverted, 2 no code), a length (4) and the data.
contract Reader {
    fallback() external {
        assembly ("memory-safe") {
            let out := mload(0x40)
            let start := out
            mstore(out, chainid())
            mstore(add(out, 0x20), number())
            mstore(add(out, 0x40), timestamp())
            mstore(add(out, 0x60), blockhash(sub(number(), 1)))
            out := add(out, 0x80)
            let at := 0
            let end := calldatasize()
            for {} lt(at, end) {} {
                let kind := byte(0, calldataload(at))
                let target := shr(96, calldataload(add(at, 1)))
                at := add(at, 21)
                switch kind
                case 1 {
                    let hash := extcodehash(target)
                    // An account that exists without code has the hash of nothing; one that does not exist has zero.
                    mstore8(out, mul(2, iszero(extcodesize(target))))
                    mstore(add(out, 1), shl(224, 32))
                    mstore(add(out, 5), hash)
                    out := add(out, 37)
                }
                default {
                    let length := shr(224, calldataload(at))
                    at := add(at, 4)
                    // The scratch copy lies behind the output and is overwritten by the answer.
                    calldatacopy(add(out, 5), at, length)
                    at := add(at, length)
                    // A target that burns all its gas must leave enough for the others.
                    let ok := staticcall(shr(3, gas()), target, add(out, 5), length, 0, 0)
                    let size := returndatasize()
                    returndatacopy(add(out, 5), 0, size)
                    let status := iszero(ok)
                    if iszero(extcodesize(target)) {
                        status := 2
                        size := 0
                    }
                    let first := mload(add(out, 5))
                    mstore8(out, status)
                    mstore(add(out, 1), or(shl(224, size), shr(32, first)))
                    out := add(add(out, 5), size)
                }
            }
            return(start, sub(out, start))
        }
    }
}
