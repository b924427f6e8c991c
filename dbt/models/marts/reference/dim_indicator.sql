{%- set measured = "'" ~ var('indicators') | join("', '") ~ "'" -%}

with

indicators as (

    select * from {{ ref('stg_indicator') }}

),

final as (

    select
        indicator_id,
        version,
        mechanism_code,
        name_cn,
        name_en,
        definition_cn,
        definition_en,
        numerator_cn,
        numerator_en,
        denominator_cn,
        denominator_en,
        time_rule_cn,
        time_rule_en,
        direction,
        unit,
        frequency,
        source_contracts,
        default_weight,
        is_scored,
        scored_levels,
        score_rule,
        score_rule_note,
        score_floor,
        score_target,
        limit_value,
        limit_unit,
        follow_up_days,
        min_denominator,
        publish_rule_cn,
        publish_rule_en,
        responsible_level,
        plan_items,
        target_basis_cn,
        target_basis_en,
        source_url,
        valid_from,
        is_disabled,
        counted_table,
        counted_subject,
        counted_day,
        denominator_condition,
        numerator_condition,
        (indicator_id in ({{ measured }}) or counted_table is not null)
        and is_disabled is not true as is_measured
    from indicators

)

select * from final
