// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Governable} from "./base/Governable.sol";
import {IProtocolToken, PROTOCOL_TOKEN} from "./base/ProtocolToken.sol";
import {StakeSettings} from "./base/StakeSettings.sol";

/// @title StakeManager
/// @notice Holds stakes, and lets governance set how they are taxed, slashed and tuned.
contract StakeManager is StakeSettings, ReentrancyGuard {
    struct AutoStakeSettings {
        uint256 threshold;
        uint256 increasePct;
        uint256 decreasePct;
        uint256 window;
        uint256 floor;
        uint256 ceil;
        int256 temperatureThreshold;
        int256 hamiltonianThreshold;
        uint256 disputeWeight;
        uint256 temperatureWeight;
        uint256 hamiltonianWeight;
    }

    struct ConfigUpdate {
        bool setPauser;
        address pauser;
        bool setPauserManager;
        address pauserManager;
        bool setThermostat;
        address thermostat;
        bool setHamiltonianFeed;
        address hamiltonianFeed;
        bool setAutoStakeTuning;
        bool autoStakeEnabled;
        bool setAutoStakeSettings;
        AutoStakeSettings autoStakeSettings;
        bool setMinStake;
        uint256 minStake;
        bool setRoleMinimums;
        uint256 agentMinStake;
        uint256 validatorMinStake;
        uint256 platformMinStake;
        bool setSlashingPercentages;
        uint256 employerSlashPct;
        uint256 treasurySlashPct;
        bool setOperatorSlashPct;
        uint256 operatorSlashPct;
        bool setValidatorSlashRewardPct;
        uint256 validatorSlashRewardPct;
        bool setSlashBurnPct;
        uint256 slashBurnPct;
        bool setTreasury;
        address treasury;
        bool setJobRegistry;
        address jobRegistry;
        bool setDisputeModule;
        address disputeModule;
        bool setValidationModule;
        address validationModule;
        bool setModules;
        address modulesJobRegistry;
        address modulesDisputeModule;
        bool setFeePct;
        uint256 feePct;
        bool setFeePool;
        address feePool;
        bool setBurnPct;
        uint256 burnPct;
        bool setValidatorRewardPct;
        uint256 validatorRewardPct;
        bool setUnbondingPeriod;
        uint256 unbondingPeriod;
        bool setMaxStakePerAddress;
        uint256 maxStakePerAddress;
        bool setStakeRecommendations;
        uint256 recommendedMinStake;
        uint256 recommendedMaxStake;
        bool setMaxAGITypes;
        uint256 maxAGITypes;
        bool setMaxTotalPayoutPct;
        uint256 maxTotalPayoutPct;
        bool pause;
        bool unpause;
    }

    struct TreasuryAllowlistUpdate {
        address treasury;
        bool allowed;
    }

    mapping(address => mapping(Role => uint256)) public stakes;
    mapping(Role => uint256) public totalStakes;
    uint256 public operatorRewardPool;

    error BelowMinimumStake();
    error InsufficientRewardPool();
    error InsufficientStake();
    error InvalidAmount();
    error InvalidRecipient();
    error MaxStakeExceeded();
    error TokenNotBurnable();

    event ConfigurationApplied(
        address indexed caller,
        bool pauserUpdated,
        bool pauserManagerUpdated,
        bool thermostatUpdated,
        bool hamiltonianUpdated,
        bool autoStakeTuningUpdated,
        bool autoStakeConfigUpdated,
        bool minStakeUpdated,
        bool roleMinimumsUpdated,
        bool slashingUpdated,
        bool operatorSlashPctUpdated,
        bool slashBurnPctUpdated,
        bool treasuryUpdated,
        bool jobRegistryUpdated,
        bool disputeModuleUpdated,
        bool validationModuleUpdated,
        bool modulesUpdated,
        bool feePctUpdated,
        bool feePoolUpdated,
        bool burnPctUpdated,
        bool validatorRewardPctUpdated,
        bool unbondingPeriodUpdated,
        bool maxStakePerAddressUpdated,
        bool stakeRecommendationsUpdated,
        bool maxAGITypesUpdated,
        bool maxTotalPayoutPctUpdated,
        bool paused,
        bool unpaused,
        uint256 treasuryAllowlistUpdates
    );
    event GovernanceSlash(
        address indexed user,
        Role indexed role,
        address indexed beneficiary,
        uint256 amount,
        uint256 pctBps,
        address caller
    );
    event RewardPoolUpdated(uint256 balance);
    event Slash(address indexed agent, uint256 amount, address indexed validator);
    event SlashingStats(uint256 timestamp, uint256 minted, uint256 burned, uint256 redistributed, uint256 burnRatio);
    event StakeDeposited(address indexed user, Role indexed role, uint256 amount);
    event StakeSlashed(
        address indexed user,
        Role role,
        address indexed employer,
        address indexed treasury,
        uint256 employerShare,
        uint256 treasuryShare,
        uint256 operatorShare,
        uint256 validatorShare,
        uint256 burnShare
    );
    event TokensBurned(bytes32 indexed jobId, uint256 amount);

    /// @param _employerSlashPct,_treasurySlashPct both zero stand for 0 and 100; otherwise they make up exactly 100 %.
    constructor(
        uint256 _minStake,
        uint256 _employerSlashPct,
        uint256 _treasurySlashPct,
        address _treasury,
        address _jobRegistry,
        address _disputeModule,
        address _timelock
    ) Governable(_timelock) {
        minStake = _minStake == 0 ? DEFAULT_MIN_STAKE : _minStake;
        minStakeFloor = minStake;
        emit MinStakeUpdated(minStake);
        if (_employerSlashPct + _treasurySlashPct == 0) {
            _treasurySlashPct = 100;
        } else if (_employerSlashPct + _treasurySlashPct != 100) {
            revert InvalidPercentage();
        }
        employerSlashPct = _employerSlashPct;
        treasurySlashPct = _treasurySlashPct;
        if (_treasury != address(0)) {
            _setTreasuryAllowlist(_treasury, true);
            _setTreasury(_treasury);
        }
        if (_jobRegistry != address(0)) _setJobRegistry(_jobRegistry);
        if (_disputeModule != address(0)) _setDisputeModule(_disputeModule);
    }

    function version() external pure returns (uint256) {
        return 2;
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function token() external pure returns (address) {
        return PROTOCOL_TOKEN;
    }

    function setFeePct(uint256 pct) external onlyGovernance {
        _setFeePct(pct);
    }

    function setBurnPct(uint256 pct) external onlyGovernance {
        _setBurnPct(pct);
    }

    /// @notice Also overwrites the validators' share of slashes, unlike `applyConfiguration`.
    function setValidatorRewardPct(uint256 pct) external onlyGovernance {
        if (!_setValidatorRewardPct(pct)) return;
        _setSlashing(employerSlashPct, treasurySlashPct, pct, operatorSlashPct, burnSlashPct, false);
    }

    function setSlashPercents(
        uint16 employerSlashPctBps,
        uint16 treasurySlashPctBps,
        uint16 validatorSlashPctBps,
        uint16 operatorSlashPctBps,
        uint16 burnSlashPctBps
    ) external onlyGovernance {
        _setSlashing(
            employerSlashPctBps,
            treasurySlashPctBps,
            validatorSlashPctBps,
            operatorSlashPctBps,
            burnSlashPctBps,
            true
        );
    }

    function setSlashDistribution(
        uint256 _employerSlashPct,
        uint256 _treasurySlashPct,
        uint256 _operatorSlashPct,
        uint256 _validatorSlashPct
    ) external onlyGovernance {
        _setSlashing(_employerSlashPct, _treasurySlashPct, _validatorSlashPct, _operatorSlashPct, burnSlashPct, true);
    }

    /// @dev Checks the three given shares as a whole, and the four without the validators' as always.
    function setSlashingDistribution(
        uint256 _employerSlashPct,
        uint256 _treasurySlashPct,
        uint256 _validatorSlashPct
    ) external onlyGovernance {
        if (_toBps(_employerSlashPct) + _toBps(_treasurySlashPct) + _toBps(_validatorSlashPct) > 10_000) {
            revert InvalidPercentage();
        }
        _setSlashing(_employerSlashPct, _treasurySlashPct, _validatorSlashPct, operatorSlashPct, burnSlashPct, false);
    }

    function setSlashingPercentages(uint256 _employerSlashPct, uint256 _treasurySlashPct) external onlyGovernance {
        _setEmployerAndTreasury(_employerSlashPct, _treasurySlashPct);
    }

    function setSlashingParameters(uint256 _employerSlashPct, uint256 _treasurySlashPct) external onlyGovernance {
        _setEmployerAndTreasury(_employerSlashPct, _treasurySlashPct);
    }

    function setValidatorSlashRewardPct(uint256 _validatorSlashPct) external onlyGovernance {
        _setSlashing(employerSlashPct, treasurySlashPct, _validatorSlashPct, operatorSlashPct, burnSlashPct, false);
    }

    function setOperatorSlashPct(uint256 _operatorSlashPct) external onlyGovernance {
        _setSlashing(employerSlashPct, treasurySlashPct, validatorSlashRewardPct, _operatorSlashPct, burnSlashPct, false);
    }

    function setMinStake(uint256 _minStake) external onlyGovernance {
        _setMinStake(_minStake);
    }

    function setMaxStakePerAddress(uint256 maxStake) external onlyGovernance {
        _setMaxStakePerAddress(maxStake);
    }

    function setStakeRecommendations(uint256 newMin, uint256 newMax) external onlyGovernance {
        _setStakeRecommendations(newMin, newMax);
    }

    function setRoleMinimum(Role role, uint256 amount) external onlyGovernance {
        _setRoleMinimum(role, amount);
    }

    function setRoleMinimums(uint256 agent, uint256 validator, uint256 platform) external onlyGovernance {
        _setRoleMinimums(agent, validator, platform);
    }

    function setUnbondingPeriod(uint256 newPeriod) external onlyGovernance {
        _setUnbondingPeriod(newPeriod);
    }

    function autoTuneStakes(bool enabled) external onlyGovernance {
        _autoTuneStakes(enabled);
    }

    function configureAutoStake(
        uint256 threshold,
        uint256 upPct,
        uint256 downPct,
        uint256 window,
        uint256 floor,
        uint256 ceil,
        int256 tempThreshold,
        int256 hThreshold,
        uint256 disputeW,
        uint256 tempW,
        uint256 hamW
    ) external onlyGovernance {
        _configureAutoStake(
            threshold,
            upPct,
            downPct,
            window,
            floor,
            ceil,
            tempThreshold,
            hThreshold,
            [disputeW, tempW, hamW]
        );
    }

    function setTreasury(address _treasury) external onlyGovernance {
        _setTreasury(_treasury);
    }

    function setTreasuryAllowlist(address _treasury, bool allowed) external onlyGovernance {
        _setTreasuryAllowlist(_treasury, allowed);
    }

    function setThermostat(address _thermostat) external onlyGovernance {
        _setThermostat(_thermostat);
    }

    function setHamiltonianFeed(address _feed) external onlyGovernance {
        _setHamiltonianFeed(_feed);
    }

    function setJobRegistry(address _jobRegistry) external onlyGovernance {
        _setJobRegistry(_jobRegistry);
    }

    function setDisputeModule(address module) external onlyGovernance {
        _setDisputeModule(module);
    }

    function setModules(address _jobRegistry, address _disputeModule) external onlyGovernance {
        _setModules(_jobRegistry, _disputeModule);
    }

    function setValidationModule(address module) external onlyGovernance {
        _setValidationModule(module);
    }

    function setFeePool(address pool) external onlyGovernance {
        _setFeePool(pool);
    }

    function setValidatorLockManager(address manager, bool allowed) external onlyGovernance {
        if (manager == address(0)) revert InvalidUser();
        validatorLockManagers[manager] = allowed;
        emit ValidatorLockManagerUpdated(manager, allowed);
    }

    function setMaxAGITypes(uint256 newMax) external onlyGovernance {
        _setMaxAGITypes(newMax);
    }

    function setMaxTotalPayoutPct(uint256 newMax) external onlyGovernance {
        _setMaxTotalPayoutPct(newMax);
    }

    function getAGITypes() external view returns (AGIType[] memory types) {
        return agiTypes;
    }

    function addAGIType(address nft, uint256 payoutPct) external onlyGovernance {
        if (payoutPct == 0 || payoutPct > MAX_PAYOUT_PCT) revert InvalidPercentage();
        for (uint256 i = 0; i < agiTypes.length; i++) {
            if (agiTypes[i].nft == nft) {
                agiTypes[i].payoutPct = payoutPct;
                emit AGITypeUpdated(nft, payoutPct);
                return;
            }
        }
        if (agiTypes.length >= maxAGITypes) revert MaxAGITypesReached();
        agiTypes.push(AGIType(nft, payoutPct));
        emit AGITypeUpdated(nft, payoutPct);
    }

    function removeAGIType(address nft) external onlyGovernance {
        for (uint256 i = 0; i < agiTypes.length; i++) {
            if (agiTypes[i].nft != nft) continue;
            agiTypes[i] = agiTypes[agiTypes.length - 1];
            agiTypes.pop();
            emit AGITypeRemoved(nft);
            return;
        }
        revert AGITypeNotFound();
    }

    /// @notice Many settings at once or none; the allow-list comes first, and the pause flags are skipped where they
    ///         already hold.
    function applyConfiguration(
        ConfigUpdate calldata config,
        TreasuryAllowlistUpdate[] calldata allowlistUpdates
    ) external onlyGovernance {
        if (config.pause && config.unpause) revert InvalidParams();
        for (uint256 i = 0; i < allowlistUpdates.length; i++) {
            _setTreasuryAllowlist(allowlistUpdates[i].treasury, allowlistUpdates[i].allowed);
        }
        _applyRights(config);
        _applyStakes(config);
        _applySlashing(config);
        _applyModules(config);
        _applyFees(config);
        if (config.pause && !paused()) _pause();
        if (config.unpause && paused()) _unpause();
        _emitApplied(config, allowlistUpdates.length);
    }

    /// @notice Takes `pctBps` basis points of a stake and shares them out as the slashing percentages say; what no share
    ///         claims is burned.
    function governanceSlash(
        address user,
        Role role,
        uint256 pctBps,
        address beneficiary
    ) external onlyGovernance whenNotPaused nonReentrant returns (uint256 amount) {
        if (user == address(0)) revert InvalidUser();
        if (beneficiary == address(0)) revert InvalidRecipient();
        if (pctBps == 0 || pctBps > 10_000) revert InvalidPercentage();
        uint256 staked = stakes[user][role];
        if (staked == 0) revert InsufficientStake();
        amount = (staked * pctBps) / 10_000;
        if (amount == 0) revert InvalidAmount();
        _slash(user, role, amount, beneficiary);
        emit GovernanceSlash(user, role, beneficiary, amount, pctBps, msg.sender);
    }

    function stakeOf(address user, Role role) external view returns (uint256) {
        return stakes[user][role];
    }

    function totalStake(Role role) external view returns (uint256) {
        return totalStakes[role];
    }

    function depositStake(Role role, uint256 amount) external whenNotPaused nonReentrant {
        if (amount == 0) revert InvalidAmount();
        uint256 balance = stakes[msg.sender][role] + amount;
        uint256 minimum = roleMinimumStake[role] == 0 ? minStake : roleMinimumStake[role];
        if (balance < minimum) revert BelowMinimumStake();
        if (maxStakePerAddress != 0 && balance > maxStakePerAddress) revert MaxStakeExceeded();
        stakes[msg.sender][role] = balance;
        totalStakes[role] += amount;
        IProtocolToken(PROTOCOL_TOKEN).transferFrom(msg.sender, address(this), amount);
        emit StakeDeposited(msg.sender, role, amount);
    }

    function fundOperatorRewardPool(uint256 amount) external onlyGovernance whenNotPaused {
        operatorRewardPool += amount;
        IProtocolToken(PROTOCOL_TOKEN).transferFrom(msg.sender, address(this), amount);
        emit RewardPoolUpdated(operatorRewardPool);
    }

    function withdrawOperatorRewardPool(address to, uint256 amount) external onlyGovernance whenNotPaused {
        if (to == address(0)) revert InvalidRecipient();
        if (amount > operatorRewardPool) revert InsufficientRewardPool();
        operatorRewardPool -= amount;
        IProtocolToken(PROTOCOL_TOKEN).transfer(to, amount);
        emit RewardPoolUpdated(operatorRewardPool);
    }

    function _setEmployerAndTreasury(uint256 employer, uint256 treasury_) private {
        _setSlashing(employer, treasury_, validatorSlashRewardPct, operatorSlashPct, burnSlashPct, false);
    }

    function _setRoleMinimums(uint256 agent, uint256 validator, uint256 platform) private {
        _setRoleMinimum(Role.Agent, agent);
        _setRoleMinimum(Role.Validator, validator);
        _setRoleMinimum(Role.Platform, platform);
    }

    function _applyRights(ConfigUpdate calldata c) private {
        if (c.setPauser) _setPauser(c.pauser);
        if (c.setPauserManager) _setPauserManager(c.pauserManager);
        if (c.setThermostat) _setThermostat(c.thermostat);
        if (c.setHamiltonianFeed) _setHamiltonianFeed(c.hamiltonianFeed);
    }

    function _applyStakes(ConfigUpdate calldata c) private {
        if (c.setAutoStakeTuning) _autoTuneStakes(c.autoStakeEnabled);
        if (c.setAutoStakeSettings) {
            AutoStakeSettings calldata s = c.autoStakeSettings;
            _configureAutoStake(
                s.threshold,
                s.increasePct,
                s.decreasePct,
                s.window,
                s.floor,
                s.ceil,
                s.temperatureThreshold,
                s.hamiltonianThreshold,
                [s.disputeWeight, s.temperatureWeight, s.hamiltonianWeight]
            );
        }
        if (c.setMinStake) _setMinStake(c.minStake);
        if (c.setRoleMinimums) _setRoleMinimums(c.agentMinStake, c.validatorMinStake, c.platformMinStake);
        if (c.setUnbondingPeriod) _setUnbondingPeriod(c.unbondingPeriod);
        if (c.setMaxStakePerAddress) _setMaxStakePerAddress(c.maxStakePerAddress);
        if (c.setStakeRecommendations) _setStakeRecommendations(c.recommendedMinStake, c.recommendedMaxStake);
        if (c.setMaxAGITypes) _setMaxAGITypes(c.maxAGITypes);
        if (c.setMaxTotalPayoutPct) _setMaxTotalPayoutPct(c.maxTotalPayoutPct);
    }

    function _applySlashing(ConfigUpdate calldata c) private {
        if (c.setSlashingPercentages) _setEmployerAndTreasury(c.employerSlashPct, c.treasurySlashPct);
        if (!c.setOperatorSlashPct && !c.setValidatorSlashRewardPct && !c.setSlashBurnPct) return;
        _setSlashing(
            employerSlashPct,
            treasurySlashPct,
            c.setValidatorSlashRewardPct ? c.validatorSlashRewardPct : validatorSlashRewardPct,
            c.setOperatorSlashPct ? c.operatorSlashPct : operatorSlashPct,
            c.setSlashBurnPct ? c.slashBurnPct : burnSlashPct,
            false
        );
    }

    function _applyModules(ConfigUpdate calldata c) private {
        if (c.setTreasury) _setTreasury(c.treasury);
        if (c.setJobRegistry) _setJobRegistry(c.jobRegistry);
        if (c.setDisputeModule) _setDisputeModule(c.disputeModule);
        if (c.setValidationModule) _setValidationModule(c.validationModule);
        if (c.setModules) _setModules(c.modulesJobRegistry, c.modulesDisputeModule);
        if (c.setFeePool) _setFeePool(c.feePool);
    }

    function _applyFees(ConfigUpdate calldata c) private {
        if (c.setFeePct) _setFeePct(c.feePct);
        if (c.setBurnPct) _setBurnPct(c.burnPct);
        if (c.setValidatorRewardPct) _setValidatorRewardPct(c.validatorRewardPct);
    }

    /// @dev Encoded from memory: twenty-nine arguments do not fit the stack.
    function _emitApplied(ConfigUpdate calldata c, uint256 allowlistUpdates) private {
        uint256[28] memory words;
        bool[27] memory flags = [
            c.setPauser,
            c.setPauserManager,
            c.setThermostat,
            c.setHamiltonianFeed,
            c.setAutoStakeTuning,
            c.setAutoStakeSettings,
            c.setMinStake,
            c.setRoleMinimums,
            c.setSlashingPercentages,
            c.setOperatorSlashPct,
            c.setSlashBurnPct,
            c.setTreasury,
            c.setJobRegistry,
            c.setDisputeModule,
            c.setValidationModule,
            c.setModules,
            c.setFeePct,
            c.setFeePool,
            c.setBurnPct,
            c.setValidatorRewardPct,
            c.setUnbondingPeriod,
            c.setMaxStakePerAddress,
            c.setStakeRecommendations,
            c.setMaxAGITypes,
            c.setMaxTotalPayoutPct,
            c.pause,
            c.unpause
        ];
        for (uint256 i = 0; i < 27; i++) words[i] = flags[i] ? 1 : 0;
        words[27] = allowlistUpdates;
        bytes32 topic = ConfigurationApplied.selector;
        assembly ("memory-safe") {
            log2(words, 0x380, topic, caller())
        }
    }

    function _slash(address user, Role role, uint256 amount, address employer) private {
        address to = treasury;
        if (to != address(0) && !treasuryAllowlist[to]) revert InvalidTreasury();
        uint256[5] memory share = [
            (amount * _toBps(employerSlashPct)) / 10_000,
            (amount * _toBps(treasurySlashPct)) / 10_000,
            (amount * _toBps(operatorSlashPct)) / 10_000,
            0,
            0
        ];
        // There is no validator to pay in a slash by governance; the treasury's part burns when there is none.
        if (to == address(0)) share[1] = 0;
        share[4] = amount - share[0] - share[1] - share[2];
        stakes[user][role] -= amount;
        totalStakes[role] -= amount;
        operatorRewardPool += share[2];
        if (share[0] > 0) IProtocolToken(PROTOCOL_TOKEN).transfer(employer, share[0]);
        if (share[1] > 0) IProtocolToken(PROTOCOL_TOKEN).transfer(to, share[1]);
        if (share[4] > 0) _burn(share[4]);
        emit Slash(user, amount, address(0));
        emit StakeSlashed(user, role, employer, to, share[0], share[1], share[2], share[3], share[4]);
        uint256 redistributed = amount - share[4];
        emit SlashingStats(block.timestamp, 0, share[4], redistributed, (share[4] * 1e18) / amount);
    }

    function _burn(uint256 amount) private {
        try IProtocolToken(PROTOCOL_TOKEN).burn(amount) {
            emit TokensBurned(bytes32(0), amount);
        } catch {
            revert TokenNotBurnable();
        }
    }
}
