{#- What everyone sees of mart_sector_risk: which sectors and components need review, and the
    figures of letters, which no person's report is behind. Whoever is flagged has at least ten
    events in the component that says so; who is not may have any number, and whether that was too
    small to be judged is not told. -#}
{%- set is_shown = "component = 'unanswered'" -%}

with

final as (

    select
        area_code,
        sector_code,
        component,
        period_from,
        period_to,
        {% for name in [
            'event_count', 'exposure_count', 'peer_count', 'rate', 'centre', 'shrunk_rate',
            'shrunk_low', 'shrunk_high', 'reliability', 'score', 'score_low', 'score_high',
        ] %}
            case when {{ is_shown }} then {{ name }} end as {{ name }},
        {% endfor %}
        case when {{ is_shown }} then status else 'suppressed' end as status,
        case when {{ is_shown }} then needs_review else coalesce(needs_review, false) end
            as needs_review
    from {{ ref('mart_sector_risk') }}

)

select * from final
