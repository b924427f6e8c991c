{#- What everyone sees of mart_sector_risk: which sectors and components need review, and the
    figures of letters, which no person's report is behind. Whoever is flagged has at least ten
    events in the component that says so, and who is not may have any number. -#}
{%- set figures = [
    'event_count', 'exposure_count', 'rate', 'centre', 'shrunk_rate', 'shrunk_low', 'shrunk_high',
    'reliability', 'score', 'score_low', 'score_high',
] -%}

with

final as (

    select
        area_code,
        sector_code,
        component,
        period_from,
        period_to,
        {% for name in ['event_count', 'exposure_count'] %}
            case when component = 'unanswered' then {{ name }} end as {{ name }},
        {% endfor %}
        peer_count,
        {% for name in figures[2:] %}
            case when component = 'unanswered' then {{ name }} end as {{ name }},
        {% endfor %}
        status,
        needs_review
    from {{ ref('mart_sector_risk') }}

)

select * from final
