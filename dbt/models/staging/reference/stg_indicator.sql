with

source as (

    select * from {{ source('raw', 'indicator') }}
    where known_until_at is null

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- of each indicator the latest version that holds at the cut-off
in_force as (

    select source.*
    from source
    cross join run
    where source.valid_from is null or source.valid_from <= run.as_of
    qualify row_number() over (partition by source.indicator_id order by source.version desc) = 1

),

renamed as (

    select
        -- ids
        indicator_id,
        version,
        valid_from,
        is_disabled,
        mechanism_code,

        -- definition
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

        -- an office's own
        counted_table,
        counted_subject,
        counted_day,
        denominator_condition,
        numerator_condition,

        -- scoring
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

        -- publication
        publish_rule_cn,
        publish_rule_en,
        responsible_level,
        plan_items,
        target_basis_cn,
        target_basis_en,
        source_url

    from in_force

)

select * from renamed
