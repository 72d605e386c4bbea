// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CertifiedBlock} from "./base/CertifiedBlock.sol";

/// @title Reader
/// @notice Answers many reads in one call and says in which block of which chain. It is never deployed: its code travels
///         with the request. Input and output are packed by hand, because they can hold thousands of values.
/// @dev Input: items one after the other, each a kind byte. 0: static call, then target (20 bytes), length (4) and data.
///      1: code hash of a target (20 bytes).
///      Output: chain id, block number, timestamp and hash of the parent block (32 bytes each), then for each item a
///      status byte (0 ok, 1 reverted, 2 no code, 3 out of gas or not reached), a length (4) and the data.
contract Reader {
    /// @dev Gas for one call among others. A view function behind a proxy takes some 20,000. What needs more is answered
    ///      with status 3 and asked again alone, when it gets all there is.
    uint256 private constant SHARE = 500_000;
    uint256 private constant MUCH = 250_000;
    /// @dev Gas that has to be left before a call, so that it gets its whole share (EIP-150 keeps back 1/64) and the
    ///      answers can still be returned. With less, a call could fail that is right.
    uint256 private constant NEEDED = 600_000;

    fallback() external {
        (uint256 current, bytes32 parent) = CertifiedBlock.read();
        assembly ("memory-safe") {
            let out := mload(0x40)
            let start := out
            mstore(out, chainid())
            mstore(add(out, 0x20), current)
            mstore(add(out, 0x40), timestamp())
            mstore(add(out, 0x60), parent)
            out := add(out, 0x80)
            let at := 0
            let end := calldatasize()
            for {} lt(at, end) {} {
                let first := iszero(at)
                let kind := byte(0, calldataload(at))
                let target := shr(96, calldataload(add(at, 1)))
                at := add(at, 21)
                switch kind
                case 1 {
                    // An account that exists without code has the hash of nothing; one that does not exist has zero.
                    mstore8(out, mul(2, iszero(extcodesize(target))))
                    mstore(add(out, 1), shl(224, 32))
                    mstore(add(out, 5), extcodehash(target))
                    out := add(out, 37)
                }
                default {
                    let length := shr(224, calldataload(at))
                    at := add(at, 4)
                    // The scratch copy lies behind the output and is overwritten by the answer.
                    let data := add(out, 5)
                    calldatacopy(data, at, length)
                    at := add(at, length)
                    let alone := and(first, eq(at, end))
                    let size := 0
                    let status := 3
                    if or(alone, gt(gas(), NEEDED)) {
                        let share := gas()
                        if iszero(alone) {
                            share := SHARE
                        }
                        let before := gas()
                        status := iszero(staticcall(share, target, data, length, 0, 0))
                        size := returndatasize()
                        // A failure that took most of the share may be want of gas, here or further down (a proxy
                        // survives the end of its implementation's gas): it says nothing about the contract.
                        if and(status, and(iszero(alone), gt(sub(before, gas()), MUCH))) {
                            status := 3
                            size := 0
                        }
                        if iszero(extcodesize(target)) {
                            status := 2
                            size := 0
                        }
                        returndatacopy(data, 0, size)
                    }
                    mstore8(out, status)
                    mstore(add(out, 1), or(shl(224, size), shr(32, mload(data))))
                    out := add(data, size)
                }
            }
            return(start, sub(out, start))
        }
    }
}
