{#- That an indicator was loaded at all is a change of its id. -#}
{%- set told = [
    'indicator_id', 'version', 'mechanism_code', 'name_cn', 'name_en', 'definition_cn',
    'definition_en',
    'numerator_cn', 'numerator_en', 'denominator_cn', 'denominator_en', 'time_rule_cn',
    'time_rule_en', 'direction', 'unit', 'frequency', 'source_contracts', 'default_weight',
    'is_scored', 'scored_levels', 'score_rule', 'score_rule_note', 'score_floor', 'score_target',
    'limit_value', 'limit_unit', 'follow_up_days', 'min_denominator', 'publish_rule_cn',
    'publish_rule_en', 'responsible_level', 'plan_items', 'target_basis_cn', 'target_basis_en',
    'source_url',
] -%}

with

known as (

    select * from {{ source('raw', 'indicator') }}

),

cells as (

    {% for column in told %}
        {{ 'union all' if not loop.first }}
        select
            indicator_id,
            version,
            known_from_at,
            '{{ column }}' as column_name,
            cast({{ column }} as varchar) as value_after
        from known
    {% endfor %}

),

compared as (

    select
        *,
        lag(value_after) over earlier_first as value_before,
        lag(known_from_at) over earlier_first is null as is_first
    from cells
    window earlier_first as (partition by indicator_id, column_name order by known_from_at)

),

final as (

    select
        indicator_id,
        known_from_at as changed_at,
        column_name,
        version,
        value_before,
        value_after
    from compared
    where
        is_first = (column_name = 'indicator_id')
        and value_before is distinct from value_after

)

select * from final
